package io.github.oidcauth.cli.launcher

import io.github.oidcauth.cli.CommandProcess
import io.github.oidcauth.cli.Result
import io.kotest.core.test.Enabled
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Files
import java.nio.file.Path

/** The command as `package` has made it, and what tests of it have in common. */
internal object Distribution {
    val home: Path = Path.of(System.getProperty("oidcauth.distribution"))
    val script: String = "$home/bin/oidc-auth"

    /** The Java that the tests run with. */
    val java: Map<String, String> = mapOf("JAVA_HOME" to System.getProperty("java.home"))

    fun run(
        command: List<String>,
        environment: Map<String, String> = java,
    ): Result = CommandProcess.start(command, environment).use { it.result() }

    /** Runs [line] by `sh`, in which `$0` is the command. */
    fun shell(
        line: String,
        environment: Map<String, String> = java,
        shell: String = "sh",
    ): Result = run(listOf(shell, "-c", line, script), environment)

    /** An address at which nothing listens: a login that was begun fails there, and no user sees it. */
    val nowhere: String
        get() = "http://127.0.0.1:" + ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }

    /** Skips a test by the name of the first of [programs] that is not there. */
    fun needs(vararg programs: String): Enabled {
        val missing = programs.firstOrNull { program ->
            System.getenv("PATH").split(':').none { Files.isExecutable(Path.of(it, program)) }
        }
        if (missing == null) return Enabled.enabled
        val debian = PACKAGES.getOrDefault(missing, missing)
        return Enabled.disabled("Needs $missing on the PATH: apt-get install $debian.")
    }

    /** Skips a test that makes files of other users. */
    fun needsRoot(): Enabled =
        if (System.getProperty("user.name") ==
            "root"
        ) {
            Enabled.enabled
        } else {
            Enabled.disabled("Needs root, who can make files of others.")
        }

    /** Debian's packages that are not called as their programs are. */
    private val PACKAGES = mapOf("setsid" to "util-linux", "setpriv" to "util-linux", "script" to "bsdutils")
}
