package io.github.oidcauth.internal.interaction

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream

/**
 * Lines that a user types while nobody waits for them.
 *
 * Never blocks: it reads what the terminal says is there and keeps the beginning of a line until its end comes. A line of
 * more than [MAX_LINE_BYTES] is dropped whole, and so is one of exactly [maxTerminalLine] bytes: a terminal that takes whole lines has dropped the
 * rest of it without a word, and the beginning of a code looks like a code. Safe for several threads.
 */
internal class TerminalInput(
    /** The length at which the terminal cuts lines, in bytes without the end of the line. */
    private val maxTerminalLine: Int = LINUX_MAX_LINE,
    /** Told why a line was dropped, on the thread that asks for the next one. */
    private val onDropped: (String) -> Unit = {},
    private val stream: () -> InputStream,
) {
    private val lock = Any()
    private val line = ByteArrayOutputStream()
    private val completeLines = ArrayDeque<String>()
    private val dropped = ArrayDeque<String>()
    private var isTooLong = false

    /** The next whole line without its end, or null when there is none yet. */
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
            // Closed: nothing more will be typed, and the login goes on without.
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
        /** More than any redirect URL. 16 KiB. */
        const val MAX_LINE_BYTES: Int = 16_384

        /** The longest line that Linux takes as a whole, without its end: `N_TTY_BUF_SIZE` is 4096. */
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
