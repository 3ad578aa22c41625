package io.github.oidcauth.internal.environment

import java.io.File
import java.io.IOException
import java.util.concurrent.TimeUnit

/** The size of a terminal in characters. */
internal class TerminalSize(
    val rows: Int,
    val columns: Int,
) {
    companion object {
        private const val STTY_SECONDS = 2L

        // Opened anew, because a child process inherits no standard error that it could read from.
        private val STANDARD_ERROR = File("/dev/fd/2")

        /** Returns the size in [text], the output of `stty size`, or null. A terminal that does not know its size has 0 0. */
        fun parse(text: String): TerminalSize? {
            val numbers = text.trim().split(' ').map { it.toIntOrNull() ?: return null }
            if (numbers.size != 2 || numbers.any { it <= 0 }) return null
            return TerminalSize(rows = numbers[0], columns = numbers[1])
        }

        /** Measures the terminal at standard error by `stty`, or returns null where that does not work. Takes some milliseconds. */
        fun ofStandardError(): TerminalSize? =
            try {
                val process =
                    ProcessBuilder("stty", "size")
                        .redirectInput(STANDARD_ERROR)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                if (process.waitFor(STTY_SECONDS, TimeUnit.SECONDS)) {
                    parse(process.inputStream.readAllBytes().decodeToString())
                } else {
                    process.destroyForcibly()
                    null
                }
            } catch (_: IOException) {
                null
            } catch (_: InterruptedException) {
                Thread.currentThread().interrupt()
                null
            }
    }
}
