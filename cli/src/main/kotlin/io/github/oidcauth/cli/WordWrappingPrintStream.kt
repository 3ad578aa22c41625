package io.github.oidcauth.cli

import io.github.oidcauth.cli.screen.EarlyOptions
import io.github.oidcauth.cli.screen.Styles
import java.io.PrintStream

/**
 * Standard error on a terminal: messages are broken between words at [columns]. An indented line, such as a command or a URL
 * to copy, stays in one piece. The word that a message begins with is coloured.
 */
internal class WordWrappingPrintStream(
    private val terminal: PrintStream,
    private val columns: Int,
    private val styles: Styles = Styles.NONE,
) : PrintStream(terminal, true) {
    override fun println(
        text: String?,
    ) = terminal.println(colored(text.orEmpty().lines().joinToString("\n", transform = ::wrapped)))

    private fun colored(text: String): String {
        val title = TITLE.find(text)?.value ?: return text
        val styled = if (title == WARNING) styles.warning(title) else styles.error(title)
        return styled + text.removePrefix(title)
    }

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

        /** True if the launcher has found a terminal at standard error. */
        val isTerminal: Boolean get() = System.getProperty(TERMINAL_PROPERTY) == "true"

        private const val LEAST_COLUMNS = 20
        private const val WARNING = "warning:"
        private val TITLE = Regex("^($WARNING|Error:|[A-Z][a-z]+ failed:)")

        /** Returns [stderr], or a stream that breaks lines if it is a terminal of known width, and colours titles if it may. */
        fun of(
            stderr: PrintStream,
            environment: (String) -> String?,
            early: EarlyOptions = EarlyOptions.of(emptyList(), environment),
            property: (String) -> String? = System::getProperty,
        ): PrintStream {
            val columns = environment("COLUMNS")?.trim()?.toIntOrNull()?.takeIf { it >= LEAST_COLUMNS }
            val isTerminal = property(TERMINAL_PROPERTY) == "true"
            val isWindows = System.getProperty("os.name").startsWith("Windows")
            val hasColors = !early.isPlain && early.color.hasColors(environment, isTerminal, isWindows)
            val width = columns.takeIf { isTerminal }
            if (width == null && !hasColors) return stderr
            return WordWrappingPrintStream(stderr, width ?: Int.MAX_VALUE, Styles(hasColors))
        }
    }
}
