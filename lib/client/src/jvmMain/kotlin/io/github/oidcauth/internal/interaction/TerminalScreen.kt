package io.github.oidcauth.internal.interaction

import io.github.oidcauth.internal.environment.TerminalCapabilities
import java.io.PrintStream

/**
 * Lines on a terminal, the last of which may be one that is written over.
 *
 * Its lock guards the stream and what is known of its last line, so that the lines of several logins do not mix; only
 * writing happens under it. A [PrintStream] swallows its errors, and that is wanted: a closed standard error must not end a login.
 */
internal class TerminalScreen(
    private val stream: () -> PrintStream,
    val capabilities: TerminalCapabilities,
    private val isForeground: () -> Boolean = { true },
) {
    private val lock = Any()
    private var painted = 0

    /** Writes [lines] in one piece, broken between words where the terminal is narrower. */
    fun print(lines: List<String>): Unit =
        synchronized(lock) {
            val out = stream()
            erase(out)
            // One write, so that another program's output on the same terminal does not come between.
            val shown = if (capabilities.isTerminal) lines.flatMap { WordWrap.lines(it, capabilities.columns) } else lines
            out.print(shown.joinToString("") { it + System.lineSeparator() })
            out.flush()
        }

    /**
     * Replaces the last painted line by [line], cut to the width. Does nothing where that is not possible, nor in the background,
     * where the terminal is another program's.
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

    /** The typed line stands behind the text, and the cursor behind that: both stay as they are. */
    private fun repainted(text: String): String = SAVE_CURSOR + "\r" + text.padEnd(painted) + RESTORE_CURSOR

    /** The cursor waits behind the text, so that what the user pastes begins there. */
    private fun painted(text: String): String =
        "\r" + text.padEnd(painted) + if (painted > text.length) "\r" + text else ""

    /** Takes the painted line away. */
    fun clear(): Unit =
        synchronized(lock) {
            val out = stream()
            erase(out)
            out.flush()
        }

    fun bold(text: String): String = if (capabilities.hasStyles) "\u001b[1m$text\u001b[0m" else text

    private fun erase(out: PrintStream) {
        // Blanks rather than an escape sequence: every terminal knows them. Some more, for the ^C that a terminal shows.
        if (painted > 0) out.print("\r" + " ".repeat(minOf(painted + ECHO, capabilities.columns - 1)) + "\r")
        painted = 0
    }

    private companion object {
        const val ECHO = 2
        const val SAVE_CURSOR = "\u001b7"
        const val RESTORE_CURSOR = "\u001b8"
    }
}
