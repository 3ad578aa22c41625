package io.github.oidcauth.interop.browser

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Executables
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.io.path.exists
import kotlin.time.Duration.Companion.minutes

/** The installed Chromium: `$CHROMIUM`, or the first one on the path, or, for root on Debian, one that is installed now. */
internal object Chromium : Requirement {
    private val path: Path? by lazy {
        System.getenv("CHROMIUM")?.let(::Path) ?: installed() ?: if (canInstall()) install() else null
    }

    override val missing: String?
        get() = if (path == null) "Needs Chromium (Debian: apt-get install chromium) or its path in CHROMIUM." else null

    val executable: Path get() = checkNotNull(path) { "$missing" }

    private fun installed(): Path? = Executables.find("chromium", "chromium-browser", "google-chrome")

    private fun canInstall(): Boolean =
        System.getProperty("user.name") == "root" && Path("/etc/debian_version").exists() && Executables.find("apt-get") != null

    private fun install(): Path? {
        val environment = System.getenv() + mapOf("DEBIAN_FRONTEND" to "noninteractive")
        CommandRun.start(listOf("apt-get", "update"), environment).exitCode(5.minutes)
        CommandRun.start(
            listOf("apt-get", "install", "-y", "--no-install-recommends", "chromium"),
            environment,
        ).exitCode(10.minutes)
        return installed()
    }
}
