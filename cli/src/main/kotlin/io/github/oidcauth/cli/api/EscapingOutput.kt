package io.github.oidcauth.cli.api

import java.io.OutputStream
import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CharsetDecoder
import java.nio.charset.CodingErrorAction

/**
 * Writes text of servers to a terminal: control characters, which could move the cursor or send commands to it, are written as
 * `^[`, as `cat -v` does, and octets that are not UTF-8 as a replacement character. Not thread-safe.
 */
internal class EscapingOutput(
    private val terminal: OutputStream,
) : OutputStream() {
    private val decoder: CharsetDecoder =
        Charsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE)

    /** The beginning of a character whose rest has not been written yet. */
    private var rest = ByteArray(0)

    override fun write(octet: Int) = write(byteArrayOf(octet.toByte()))

    override fun write(
        octets: ByteArray,
        offset: Int,
        length: Int,
    ) {
        decode(ByteBuffer.wrap(rest + octets.copyOfRange(offset, offset + length)), isLast = false)
    }

    override fun flush() = terminal.flush()

    /** Writes what is left of an incomplete character. The terminal stays open. */
    override fun close() {
        decode(ByteBuffer.wrap(rest), isLast = true)
        flush()
    }

    private fun decode(
        octets: ByteBuffer,
        isLast: Boolean,
    ) {
        val characters = CharBuffer.allocate(octets.remaining() + 1)
        decoder.decode(octets, characters, isLast)
        rest = ByteArray(octets.remaining()).also(octets::get)
        characters.flip()
        terminal.write(escaped(characters.toString()).toByteArray())
    }

    companion object {
        private const val FIRST_PRINTABLE = ' '
        private const val DELETE = '\u007f'
        private const val LAST_CONTROL = '\u009f'
        private const val CARET = 0x40

        /** Characters that turn the direction of text round, so that it reads as something else. */
        private val TURNING = setOf('\u200e', '\u200f') + ('\u202a'..'\u202e') + ('\u2066'..'\u2069')

        /** Returns [text] with its line breaks and tabs, and without other characters that a terminal obeys. */
        fun escaped(text: String): String =
            buildString {
                for (character in text) {
                    when {
                        character == '\n' || character == '\t' -> {
                            append(character)
                        }

                        character < FIRST_PRINTABLE -> {
                            append('^').append((character.code + CARET).toChar())
                        }

                        character == DELETE -> {
                            append("^?")
                        }

                        character in DELETE..LAST_CONTROL || character in TURNING -> {
                            append("\\u").append(character.code.toString(radix = 16).padStart(length = 4, '0'))
                        }

                        else -> {
                            append(character)
                        }
                    }
                }
            }
    }
}
