package io.github.oidcauth.cli.credentials

import kotlinx.coroutines.suspendCancellableCoroutine
import java.io.IOException
import java.io.InputStream
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import kotlin.concurrent.thread
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException

/** The request of another program on standard input, from its start to the end of the stream. */
internal class HelperInput(
    private val stdin: InputStream,
) {
    /** Returns the request. @throws InvalidHelperRequestException if it is too large or cannot be read. */
    suspend fun read(): ByteArray {
        val octets =
            try {
                readOnDaemonThread()
            } catch (e: IOException) {
                throw InvalidHelperRequestException("The request cannot be read from standard input (${e.javaClass.simpleName}).")
            }
        if (octets.size > MAX_OCTETS) throw InvalidHelperRequestException("The request on standard input is too large.")
        return octets
    }

    /** Returns the request as text. @throws InvalidHelperRequestException also if it is not UTF-8. */
    suspend fun readText(): String =
        try {
            Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read())).toString()
        } catch (_: CharacterCodingException) {
            throw InvalidHelperRequestException("The request on standard input is not UTF-8 text.")
        }

    /** Reads on a thread that does not keep the process: a terminal or pipe may never deliver the end, and cannot be interrupted. */
    private suspend fun readOnDaemonThread(): ByteArray =
        suspendCancellableCoroutine { continuation ->
            thread(isDaemon = true, name = "helper-input") {
                try {
                    continuation.resume(stdin.readNBytes(MAX_OCTETS + 1))
                } catch (e: IOException) {
                    continuation.resumeWithException(e)
                }
            }
        }

    companion object {
        /** The largest request: git's lines have 64 KiB at most, and there are few of them. */
        const val MAX_OCTETS: Int = 1 shl 18
    }
}
