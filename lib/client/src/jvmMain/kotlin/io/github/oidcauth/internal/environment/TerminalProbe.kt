package io.github.oidcauth.internal.environment

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * Finds out whether a user sits at standard input and standard error.
 *
 * [System.console] does not tell: until JDK 21 it is null as soon as standard output is redirected, which is how results are
 * used, and from JDK 22 it is there always. So the descriptors themselves are looked at. Whoever starts the JVM and knows
 * better says so in the system properties [STDIN_PROPERTY] and [STDERR_PROPERTY], `true` or `false`.
 *
 * Looking may start a short child process on systems without `/proc`, so each response is found once and kept.
 */
internal class TerminalProbe(
    private val property: (String) -> String? = System::getProperty,
    private val isTerminal: (Int) -> Boolean = ::isDescriptorTerminal,
) {
    /** Whether lines can be read from a user. */
    val stdin: Boolean by lazy { property(STDIN_PROPERTY)?.toBooleanStrictOrNull() ?: isTerminal(STDIN) }

    /** Whether a user sees what is written to standard error. */
    val stderr: Boolean by lazy { property(STDERR_PROPERTY)?.toBooleanStrictOrNull() ?: isTerminal(STDERR) }

    companion object {
        const val STDIN_PROPERTY: String = "oidcauth.stdin.terminal"
        const val STDERR_PROPERTY: String = "oidcauth.stderr.terminal"
        const val STDIN: Int = 0
        const val STDERR: Int = 2

        /** The probe of this process. */
        val ofProcess: TerminalProbe by lazy { TerminalProbe() }
    }
}

private const val SHELL_SECONDS = 2L
private val LINUX_TERMINAL = Regex("/dev/(pts/[0-9]+|tty.*|console|hvc[0-9]+)")

private fun isDescriptorTerminal(descriptor: Int): Boolean =
    when (Platform.detect(ProcessEnvironment)) {
        Platform.WINDOWS -> hasWindowsConsole()

        Platform.LINUX, Platform.WSL -> linkTarget(descriptor)?.let { LINUX_TERMINAL.matches(it) }
            ?: shellSaysTerminal(descriptor)

        Platform.MACOS, Platform.OTHER -> shellSaysTerminal(descriptor)
    }

private fun linkTarget(descriptor: Int): String? =
    try {
        Files.readSymbolicLink(Path.of("/proc/self/fd/$descriptor")).toString()
    } catch (_: IOException) {
        null
    }

/** POSIX `test -t`, asked by a child that inherits the descriptors. */
private fun shellSaysTerminal(descriptor: Int): Boolean =
    try {
        val process = ProcessBuilder("/bin/sh", "-c", "test -t $descriptor").inheritIO().start()
        val ended = process.waitFor(SHELL_SECONDS, TimeUnit.SECONDS)
        if (!ended) process.destroyForcibly()
        ended && process.exitValue() == 0
    } catch (_: IOException) {
        false
    } catch (_: InterruptedException) {
        Thread.currentThread().interrupt()
        false
    }

/** `Console.isTerminal` came with JDK 22; before it a console was there only when input and output were terminals. */
private fun hasWindowsConsole(): Boolean {
    val console = System.console() ?: return false
    return try {
        console.javaClass.getMethod("isTerminal").invoke(console) as Boolean
    } catch (_: ReflectiveOperationException) {
        true
    }
}
