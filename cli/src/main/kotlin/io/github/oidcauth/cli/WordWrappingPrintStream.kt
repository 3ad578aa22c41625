package io.github.oidcauth.cli

import java.io.PrintStream

/**
 * Standard error on a terminal: messages are broken between words at [columns]. An indented line, such as a command or a URL
 * to copy, stays in one piece.
 */
internal class WordWrappingPrintStream(
    private val terminal: PrintStream,
    private val columns: Int,
) : PrintStream(terminal, true) {
    override fun println(text: String?) = terminal.println(text.orEmpty().lines().joinToString("\n", transform = ::wrapped))

    private fun wrapped(line: String): String {
        if (line.length <= columns || line.startsWith(' ')) return line
        val text = StringBuilder()
        var used = 0
        line.split(' ').forEach { word ->
            val fits = used + 1 + word.length <= columns
            if (text.isNotEmpty()) text.append(if (fits) ' ' else '\n')
            used = if (fits && text.isNotEmpty()) used + 1 + word.length else word.length
            text.append(word)
        }
        return text.toString()
    }

    companion object {
        /** Set by the launcher, which can detect a terminal. */
        private const val TERMINAL_PROPERTY = "oidcauth.stderr.terminal"
        private const val LEAST_COLUMNS = 20

        /** Returns [stderr], or a stream that breaks lines if it is a terminal of known width. */
        fun of(
            stderr: PrintStream,
            environment: (String) -> String?,
            property: (String) -> String? = System::getProperty,
        ): PrintStream {
            val columns = environment("COLUMNS")?.trim()?.toIntOrNull()?.takeIf { it >= LEAST_COLUMNS }
            val isTerminal = property(TERMINAL_PROPERTY) == "true"
            return if (isTerminal && columns != null) WordWrappingPrintStream(stderr, columns) else stderr
        }
    }
}
