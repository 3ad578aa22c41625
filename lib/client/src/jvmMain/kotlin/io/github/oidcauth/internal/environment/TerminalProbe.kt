package io.github.oidcauth.internal.environment

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * Detects if standard input and standard error are a terminal.
 *
 * [System.console] does not help: until JDK 21 it is null when standard output is redirected, as scripts do, and from JDK 22 it
 * is never null. So the descriptors themselves are examined. A program that starts the JVM and knows better can set the system
 * properties [STDIN_PROPERTY] and [STDERR_PROPERTY] to `true` or `false`.
 *
 * On systems without `/proc` this may start a short child process, so each result is cached.
 */
internal class TerminalProbe(
    private val property: (String) -> String? = System::getProperty,
    private val isTerminal: (Int) -> Boolean = ::isDescriptorTerminal,
) {
    /** True if standard input is a terminal. */
    val stdin: Boolean by lazy { property(STDIN_PROPERTY)?.toBooleanStrictOrNull() ?: isTerminal(STDIN) }

    /** True if standard error is a terminal. */
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

/** Runs POSIX `test -t` in a child process that inherits the descriptors. */
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

/**
 * Returns if there is a console. `Console.isTerminal` exists since JDK 22; before, there was a console only if input and output
 * were terminals.
 */
private fun hasWindowsConsole(): Boolean {
    val console = System.console() ?: return false
    return try {
        console.javaClass.getMethod("isTerminal").invoke(console) as Boolean
    } catch (_: ReflectiveOperationException) {
        true
    }
}
