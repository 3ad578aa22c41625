package io.github.oidcauth.cli.credentials

import io.github.oidcauth.cli.onDaemonThread
import java.io.IOException
import java.io.InputStream
import java.nio.charset.CharacterCodingException

/** The request of another program on standard input, from its start to the end of the stream. */
internal class HelperInput(
    private val stdin: InputStream,
) {
    /** Returns the request. @throws InvalidHelperRequestException if it is too large or cannot be read. */
    suspend fun read(): ByteArray {
        val octets =
            try {
                onDaemonThread("helper-input") { stdin.readNBytes(MAX_OCTETS + 1) }
            } catch (e: IOException) {
                throw InvalidHelperRequestException("The request cannot be read from standard input (${e.javaClass.simpleName}).")
            }
        if (octets.size > MAX_OCTETS) throw InvalidHelperRequestException("The request on standard input is too large.")
        return octets
    }

    /** Returns the request as text. @throws InvalidHelperRequestException also if it is not UTF-8. */
    suspend fun readText(): String =
        try {
            read().decodeToString(throwOnInvalidSequence = true)
        } catch (_: CharacterCodingException) {
            throw InvalidHelperRequestException("The request on standard input is not UTF-8 text.")
        }

    companion object {
        /** The largest request: git's lines have 64 KiB at most, and there are few of them. */
        const val MAX_OCTETS: Int = 1 shl 18
    }
}
