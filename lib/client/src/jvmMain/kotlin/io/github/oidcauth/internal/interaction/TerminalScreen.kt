package io.github.oidcauth.internal.interaction

import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.environment.TerminalCapabilities
import java.io.PrintStream

/**
 * Prints lines to a terminal; the last line can be overwritten.
 *
 * The lock guards the stream and the state of the last line, so that the lines of several logins do not mix. Only writing happens
 * under it. A [PrintStream] ignores errors, which is intended: a closed standard error must not end a login.
 */
internal class TerminalScreen(
    private val stream: () -> PrintStream,
    val capabilities: TerminalCapabilities,
    private val isForeground: () -> Boolean = { true },
    private val lastLine: LastLine = LastLine(),
) {
    /** The last line of a terminal, and the lock of its stream. One for all screens of the same terminal. */
    class LastLine {
        /** The number of columns that are painted. */
        var painted: Int = 0
    }

    private val lock get() = lastLine
    private var painted by lastLine::painted

    /** Writes [lines] in one call, broken between words if the terminal is narrower. */
    fun print(lines: List<String>): Unit =
        synchronized(lock) {
            val out = stream()
            erase(out)
            // One write, so that no output of another program appears in between.
            val shown = if (capabilities.isTerminal) lines.flatMap { WordWrap.lines(it, capabilities.columns) } else lines
            out.print(shown.joinToString("") { it + System.lineSeparator() })
            out.flush()
        }

    /**
     * Replaces the last painted line by [line], truncated to the width. Does nothing if that is not possible, or if the process
     * is in the background, where another program uses the terminal.
     */
    fun paint(line: String): Unit =
        synchronized(lock) {
            if (!capabilities.canRewrite || !isForeground()) return
            val out = stream()
            val text = line.take(capabilities.columns - 1)
            out.print(if (painted > 0 && capabilities.canSaveCursor) repainted(text) else painted(text))
            out.flush()
            painted = if (capabilities.canSaveCursor) maxOf(painted, text.length) else text.length
        }

    /** Keeps the typed text after the line and the position of the cursor. */
    private fun repainted(text: String): String = SAVE_CURSOR + "\r" + text.padEnd(painted) + RESTORE_CURSOR

    /** Leaves the cursor after the text, so that a pasted URL begins there. */
    private fun painted(text: String): String =
        "\r" + text.padEnd(painted) + if (painted > text.length) "\r" + text else ""

    /** Removes the painted line. */
    fun clear(): Unit =
        synchronized(lock) {
            val out = stream()
            erase(out)
            out.flush()
        }

    fun bold(text: String): String = if (capabilities.hasStyles) "\u001b[1m$text\u001b[0m" else text

    /** Returns [text] in bold type. If it is a web address and the terminal supports links, it is a link to that address. */
    fun link(text: String): String {
        val address = if (capabilities.hasLinks) WebAddress.parse(text) else null
        return if (address == null) bold(text) else LINK + address.url + STRING_END + bold(text) + LINK + STRING_END
    }

    private fun erase(out: PrintStream) {
        // Blanks instead of an escape sequence, because every terminal supports them. Two more cover the ^C that a terminal
        // shows.
        if (painted > 0) out.print("\r" + " ".repeat(minOf(painted + ECHO, capabilities.columns - 1)) + "\r")
        painted = 0
    }

    private companion object {
        const val ECHO = 2
        const val LINK = "\u001b]8;;"
        const val STRING_END = "\u001b\\"
        const val SAVE_CURSOR = "\u001b7"
        const val RESTORE_CURSOR = "\u001b8"
    }
}
