package io.github.oidcauth.internal.interaction

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream

/**
 * Reads the lines that the user types, without blocking.
 *
 * It reads the available bytes and keeps the beginning of a line until its end arrives. A line of more than [MAX_LINE_BYTES] is
 * dropped as a whole, and so is a line of exactly [maxTerminalLine] bytes: a terminal in line mode has silently dropped the rest
 * of it, and the beginning of a code looks like a code. Thread-safe.
 */
internal class TerminalInput(
    /** The length at which the terminal truncates lines, in bytes without the line end. */
    private val maxTerminalLine: Int = LINUX_MAX_LINE,
    /** Called with the reason when a line was dropped, on the thread that requests the next line. */
    private val onDropped: (String) -> Unit = {},
    private val stream: () -> InputStream,
) {
    private val lock = Any()
    private val line = ByteArrayOutputStream()
    private val completeLines = ArrayDeque<String>()
    private val dropped = ArrayDeque<String>()
    private var isTooLong = false

    /** Returns the next complete line without its end, or null when there is none yet. */
    fun next(): String? {
        val reasons = mutableListOf<String>()
        val next =
            synchronized(lock) {
                if (completeLines.isEmpty()) readAvailable()
                reasons += dropped
                dropped.clear()
                completeLines.removeFirstOrNull()
            }
        reasons.forEach(onDropped)
        return next
    }

    private fun readAvailable() {
        try {
            val input = stream()
            val available = input.available().coerceAtMost(MAX_READ_BYTES)
            if (available > 0) input.readNBytes(available).forEach { take(it) }
        } catch (_: IOException) {
            // Standard input is closed, so the login continues without pasted lines.
        }
    }

    private fun take(byte: Byte) {
        when {
            byte == NEWLINE -> {
                when {
                    isTooLong -> dropped += TOO_LONG
                    line.size() == maxTerminalLine -> dropped += TRUNCATED
                    else -> completeLines += line.toString(Charsets.UTF_8).removeSuffix("\r")
                }
                line.reset()
                isTooLong = false
            }

            line.size() >= MAX_LINE_BYTES -> {
                isTooLong = true
            }

            else -> {
                line.write(byte.toInt())
            }
        }
    }

    companion object {
        /** 16 KiB, longer than any redirect URL. */
        const val MAX_LINE_BYTES: Int = 16_384

        /** The longest line that Linux reads without truncation, without its end: `N_TTY_BUF_SIZE` is 4096. */
        const val LINUX_MAX_LINE: Int = 4095
        const val TRUNCATED: String =
            "The terminal has cut that line after 4,095 bytes, so it is not used. " +
                "End this login with Ctrl-C, run `stty -icanon`, log in again and paste the URL. `stty icanon` undoes that."
        const val TOO_LONG: String =
            "That line is longer than any URL that a login comes back to, so it is not used. Paste the URL alone."
        private const val MAX_READ_BYTES = 65_536
        private const val NEWLINE = '\n'.code.toByte()
    }
}
