// Tested by BlockingBodyChannelTest and ApiStreamTest.
package io.github.oidcauth.internal.transport.okhttp

import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import kotlinx.io.Buffer
import kotlinx.io.IOException
import kotlinx.io.Source
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.Volatile

/**
 * The body of a response that is read piece by piece from a source that blocks, on a thread of [RequestThreads] and only while
 * a reader waits for it: a slow reader holds no thread, and lets the server wait.
 *
 * [readBlocking] reads at most as many octets as the array has, returns their number, or -1 at the end; when its coroutine is
 * cancelled, it has to return soon. [abort] makes a read that is going on return soon, and may be called on any thread. [close] is
 * called once, when the end was read or nothing more will be, and never during a read: bodies are not made for two threads.
 */
internal class BlockingBodyChannel(
    private val readBlocking: suspend (ByteArray) -> Int,
    private val abort: () -> Unit,
    private val close: () -> Unit,
) : ByteReadChannel {
    private val buffer = Buffer()
    private val piece by lazy { ByteArray(PIECE) }

    /** Decides who closes the body: the one who ends it, or else the reader, after the read that is going on. */
    private val use = AtomicReference(Use.IDLE)

    @Volatile
    private var end: End? = null

    override val closedCause: Throwable? get() = end?.cause

    override val isClosedForRead: Boolean get() = closedCause != null || (end != null && buffer.exhausted())

    @InternalAPI
    override val readBuffer: Source
        get() {
            closedCause?.let { throw it }
            return buffer
        }

    override suspend fun awaitContent(min: Int): Boolean {
        while (buffer.size < min && end == null) {
            try {
                val count = withContext(RequestThreads.dispatcher) { read() }
                if (count < 0) finish(null) else buffer.write(piece, 0, count)
            } catch (e: java.io.IOException) {
                finish(e)
                // Engines report an interruption in this way.
                currentCoroutineContext().ensureActive()
            } catch (e: CancellationException) {
                finish(e)
                throw e
            }
        }
        closedCause?.let { throw it }
        return buffer.size >= min
    }

    override fun cancel(cause: Throwable?) {
        if (end == null) finish(cause ?: IOException(CLOSED))
    }

    private suspend fun read(): Int {
        if (!use.compareAndSet(Use.IDLE, Use.READING)) throw IOException(CLOSED)
        try {
            return readBlocking(piece)
        } finally {
            if (!use.compareAndSet(Use.READING, Use.IDLE)) close()
        }
    }

    private fun finish(cause: Throwable?) {
        val before = use.getAndUpdate { if (it == Use.READING) Use.ENDED_BY_OTHER else Use.ENDED }
        if (before == Use.ENDED || before == Use.ENDED_BY_OTHER) return
        end = End(cause)
        // Without it, an HTTP client would read on for a while, to use the connection again.
        if (cause != null) abort()
        if (before == Use.IDLE) close()
    }

    private enum class Use { IDLE, READING, ENDED_BY_OTHER, ENDED }

    private class End(
        val cause: Throwable?,
    )

    private companion object {
        const val CLOSED = "The response was closed before its end."
        const val PIECE = 16_384
    }
}
