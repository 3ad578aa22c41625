package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Executables
import io.github.oidcauth.interop.process.Folders
import java.nio.file.Path
import kotlin.io.path.copyTo
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.minutes

/**
 * A folder with the provider, the scripted browser and what they need from npm. Installed once while the lock file stays the
 * same.
 */
internal object NodeEnvironment : Requirement {
    private const val FIT_FOR_USE = "process.exit(Number(process.versions.node.split('.')[0]) < 20 ? 1 : 0)"
    private val SCRIPTS = listOf(
        "provider.mjs",
        "certified.mjs",
        "certified-clients.mjs",
        "certified-grants.mjs",
        "certified-tls.mjs",
        "interaction.mjs",
        "pages.mjs",
        "browser.mjs",
        "phone.mjs",
    )

    private val node: Path? = Executables.find("node")
    private val npm: Path? = Executables.find("npm")

    override val missing: String? by lazy {
        val fit = node != null && npm != null && CommandRun.start(listOf("$node", "-e", FIT_FOR_USE)).exitCode() == 0
        if (fit) null else "Needs node, 20 or newer, with npm (Debian: apt-get install nodejs npm)."
    }

    private val folder: Path by lazy {
        val folder = Folders.target.resolve("node")
        Folders.copyResource("node/package.json", folder)
        val wanted = Folders.copyResource("node/package-lock.json", folder)
        val installed = folder.resolve("node_modules/.installed-package-lock.json")
        if (!installed.exists() || installed.readText() != wanted.readText()) {
            CommandRun.start(listOf("$npm", "ci", "--no-audit", "--no-fund"), directory = folder).succeeds(5.minutes)
            wanted.copyTo(installed)
        }
        SCRIPTS.forEach { Folders.copyResource("node/$it", folder) }
        folder
    }

    /** The command that runs [script], with everything installed. */
    fun commandOf(script: String): List<String> = listOf("$node", "${folder.resolve(script)}")
}
