package io.github.oidcauth.internal.terminal

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream

/**
 * Lines that a person types while nobody waits for them.
 *
 * Never blocks: it reads what the terminal says is there and keeps the beginning of a line until its end comes. A line of
 * more than [MAX_LINE_BYTES] is dropped whole. Safe for several threads.
 */
internal class TypedLines(
    private val stream: () -> InputStream,
) {
    private val lock = Any()
    private val line = ByteArrayOutputStream()
    private val whole = ArrayDeque<String>()
    private var isTooLong = false

    /** The next whole line without its end, or null when there is none yet. */
    fun next(): String? =
        synchronized(lock) {
            if (whole.isEmpty()) readAvailable()
            whole.removeFirstOrNull()
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
                if (!isTooLong) whole += line.toString(Charsets.UTF_8).removeSuffix("\r")
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
        private const val MAX_READ_BYTES = 65_536
        private const val NEWLINE = '\n'.code.toByte()
    }
}
