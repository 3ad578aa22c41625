// Tested by ApiStreamTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidResponseException
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import io.ktor.utils.io.jvm.javaio.toInputStream
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import kotlinx.io.Buffer
import kotlinx.io.Source
import java.io.EOFException
import java.util.zip.GZIPInputStream
import java.util.zip.ZipException

/**
 * Decodes [coded] from gzip (RFC 1952), piece by piece and only while a reader waits for it, on a thread of [dispatcher]. A body
 * that is damaged or cut off is an [InvalidResponseException]. Not thread-safe, as every channel.
 */
internal class GzipChannel(
    private val coded: ByteReadChannel,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) : ByteReadChannel {
    private val buffer = Buffer()
    private val piece by lazy { ByteArray(PIECE) }

    /** Reads the first octets when it is created. */
    private val decoded by lazy { GZIPInputStream(coded.toInputStream()) }
    private var isAtEnd = false
    private var failure: Throwable? = null

    override val closedCause: Throwable? get() = failure

    override val isClosedForRead: Boolean get() = failure != null || (isAtEnd && buffer.exhausted())

    @InternalAPI
    override val readBuffer: Source
        get() {
            failure?.let { throw it }
            return buffer
        }

    override suspend fun awaitContent(min: Int): Boolean {
        while (buffer.size < min && !isAtEnd) {
            failure?.let { throw it }
            try {
                val count = runInterruptible(dispatcher) { decoded.read(piece) }
                if (count < 0) isAtEnd = true else buffer.write(piece, 0, count)
            } catch (e: CancellationException) {
                cancel(e)
                throw e
            } catch (_: EOFException) {
                throw failed(damaged())
            } catch (_: ZipException) {
                throw failed(damaged())
            }
        }
        return buffer.size >= min
    }

    override fun cancel(cause: Throwable?) {
        if (failure == null) failure = cause
        coded.cancel(cause)
    }

    private fun failed(cause: Exception): Exception = cause.also(::cancel)

    private fun damaged() =
        InvalidResponseException(
            "The response is damaged: its compression (gzip) does not fit together. Try again, or ask the operator of the API.",
        )

    private companion object {
        const val PIECE = 16_384
    }
}
