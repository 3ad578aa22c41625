// Tested by ApiStreamTest.
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
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.Volatile

/**
 * The body of a response that is read piece by piece from a source that blocks, on a thread of [RequestThreads] and only while
 * a reader waits for it: a slow reader holds no thread, and lets the server wait.
 *
 * [readBlocking] reads at most as many octets as the array has, returns their number, or -1 at the end; when its coroutine is
 * cancelled, it has to return soon. [close] is called once, on any thread, when the end was read or nothing more will be.
 */
internal class BlockingBodyChannel(
    private val readBlocking: suspend (ByteArray) -> Int,
    private val close: (isComplete: Boolean) -> Unit,
) : ByteReadChannel {
    private val buffer = Buffer()
    private val piece by lazy { ByteArray(PIECE) }

    private val isFinished = AtomicBoolean()

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
                val count = withContext(RequestThreads.dispatcher) { readBlocking(piece) }
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
        if (end == null) finish(cause ?: IOException("The response was closed before its end."))
    }

    private fun finish(cause: Throwable?) {
        if (isFinished.getAndSet(true)) return
        end = End(cause)
        close(cause == null)
    }

    private class End(
        val cause: Throwable?,
    )

    private companion object {
        const val PIECE = 16_384
    }
}
