package io.github.oidcauth.cli

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** Detects if the stream for results is a terminal: text of servers must not control it. */
internal object ResultTerminal {
    /** Set by the launcher, which can detect a terminal. */
    private const val PROPERTY = "oidcauth.stdout.terminal"
    private const val STDOUT = 1
    private val TERMINAL = Regex("/dev/(pts/[0-9]+|tty.*|console|hvc[0-9]+)")

    /** Returns true if standard output, or the descriptor that the launcher has made of it, is a terminal. */
    fun isTerminal(
        property: (String) -> String? = System::getProperty,
        linkTarget: (Int) -> String? = ::linkTarget,
        hasConsole: () -> Boolean = { System.console() != null },
    ): Boolean {
        property(PROPERTY)?.toBooleanStrictOrNull()?.let { return it }
        val descriptor = property(ResultDescriptor.PROPERTY)?.toIntOrNull()?.takeIf { it > 0 } ?: STDOUT
        return linkTarget(descriptor)?.let(TERMINAL::matches) ?: hasConsole()
    }

    private fun linkTarget(descriptor: Int): String? =
        try {
            Files.readSymbolicLink(Path.of("/proc/self/fd/$descriptor")).toString()
        } catch (_: IOException) {
            null
        }
}
