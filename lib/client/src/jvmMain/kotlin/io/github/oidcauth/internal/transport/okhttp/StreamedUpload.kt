// Tested by ApiStreamTest.
package io.github.oidcauth.internal.transport.okhttp

import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.cancel
import io.ktor.utils.io.readAvailable
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import java.io.IOException
import java.net.http.HttpRequest.BodyPublisher
import java.net.http.HttpRequest.BodyPublishers
import java.nio.ByteBuffer
import java.util.concurrent.Flow
import kotlin.coroutines.CoroutineContext

/**
 * The content of a request that is a stream, for the JDK's client. A coroutine writes it until [close]. The JDK's own publisher for
 * streams is not used: it holds each piece back until the next one is there.
 */
internal class StreamedUpload(
    private val content: OutgoingContent,
    context: CoroutineContext,
) : AutoCloseable {
    private val scope = CoroutineScope(RequestThreads.dispatcher + SupervisorJob(context.job))

    val publisher: BodyPublisher =
        Flow.Publisher<ByteBuffer> { it.onSubscribe(Sending(it)) }.let { pieces ->
            val length = content.contentLength?.takeIf { it > 0 }
            if (length == null) BodyPublishers.fromPublisher(pieces) else BodyPublishers.fromPublisher(pieces, length)
        }

    override fun close(): Unit = scope.cancel()

    private inner class Sending(
        private val subscriber: Flow.Subscriber<in ByteBuffer>,
    ) : Flow.Subscription {
        private val demand = Channel<Long>(Channel.UNLIMITED)
        private val work = scope.launch { send() }

        override fun request(number: Long) {
            demand.trySend(number)
        }

        override fun cancel(): Unit = work.cancel()

        private suspend fun send() {
            val source = StreamedBody.channelOf(content, scope)
            try {
                var wanted = 0L
                while (true) {
                    while (wanted <= 0) wanted = demand.receive()
                    val piece = ByteArray(PIECE)
                    val count = source.readAvailable(piece, 0, piece.size)
                    if (count < 0) break
                    subscriber.onNext(ByteBuffer.wrap(piece, 0, count))
                    wanted--
                }
                source.closedCause?.let { throw it }
                subscriber.onComplete()
            } catch (e: CancellationException) {
                subscriber.onError(StreamedBody.UnwrittenException(e))
                throw e
            } catch (e: Exception) {
                // The function of the program may throw anything; the JDK expects an IOException.
                subscriber.onError(e as? IOException ?: StreamedBody.UnwrittenException(e))
            } finally {
                source.cancel()
            }
        }
    }

    private companion object {
        const val PIECE = 16_384
    }
}
