// Tested by ApiStreamTest.
package io.github.oidcauth.internal.transport

import io.ktor.http.ContentType
import io.ktor.http.Headers
import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.writeFully
import io.ktor.utils.io.writer
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.coroutineScope
import kotlin.concurrent.Volatile

/**
 * Content that the program writes while it is sent. It remembers the program's own exception, which engines turn into faults of the
 * network.
 */
internal class SentContent private constructor(
    private val content: OutgoingContent,
    private val write: suspend (ByteWriteChannel) -> Unit,
) : OutgoingContent.WriteChannelContent() {
    /** The exception with which the program failed to write, or null. */
    @Volatile
    var failure: Exception? = null
        private set

    override val contentType: ContentType? get() = content.contentType
    override val contentLength: Long? get() = content.contentLength
    override val headers: Headers get() = content.headers

    override suspend fun writeTo(channel: ByteWriteChannel) {
        try {
            contentLength?.let { writeExactly(it, channel) } ?: write(channel)
        } catch (e: CancellationException) {
            throw e
        } catch (e: Exception) {
            // A broken connection closes the channel, and writing to it fails then.
            if (channel.closedCause == null) failure = causeOf(e)
            throw e
        }
    }

    /** A channel wraps the exception of whoever writes to it, in a class whose name depends on the version of Ktor. */
    private fun causeOf(e: Exception): Exception =
        generateSequence(e) { if (WRAPPER.matches(it::class.simpleName.orEmpty())) it.cause as? Exception else null }.last()

    /** More octets than announced would be read as the next request, and with fewer the server would wait. */
    private suspend fun writeExactly(
        length: Long,
        target: ByteWriteChannel,
    ): Unit =
        coroutineScope {
            var left = length
            val source = writer { write(channel) }.channel
            source.readPieces { octets, count ->
                left -= count
                require(left >= 0) { "The body has more than the $length bytes that were announced." }
                target.writeFully(octets, 0, count)
                target.flush()
            }
            require(left == 0L) { "The body has $left bytes less than the $length that were announced." }
        }

    companion object {
        private val WRAPPER = Regex("Closed[A-Za-z]*ChannelException")

        /** Returns [content] so that it remembers, or null when it is no stream. */
        fun of(content: OutgoingContent): SentContent? =
            when (content) {
                is WriteChannelContent -> SentContent(content, content::writeTo)

                is ReadChannelContent -> SentContent(content) { target ->
                    content.readFrom().readPieces { octets, count ->
                        target.writeFully(octets, 0, count)
                        target.flush()
                    }
                }

                else -> null
            }
    }
}
