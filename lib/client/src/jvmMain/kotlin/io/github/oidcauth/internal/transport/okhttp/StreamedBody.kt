// Tested by ApiStreamTest.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.transport.readPieces
import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.writer
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking
import java.io.IOException
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext

/** Writes the content of a request that is a stream to a connection, on the thread of the request. */
internal class StreamedBody(
    private val content: OutgoingContent,
    /** The context of the request. The content is written by a child of its job, so that it ends with the request. */
    private val context: CoroutineContext,
) {
    /** The number of octets, or -1 if it is not known. */
    val length: Long get() = content.contentLength ?: UNKNOWN

    /**
     * Passes the content to [write], piece by piece: an array, and the number of octets in it.
     *
     * @throws IOException when the content cannot be written; the program's own exception is its cause.
     */
    fun writeTo(write: (ByteArray, Int) -> Unit) {
        try {
            runBlocking(context.minusKey(ContinuationInterceptor)) {
                channelOf(content, this).readPieces { octets, count -> write(octets, count) }
            }
        } catch (e: IOException) {
            throw e
        } catch (e: Exception) {
            // OkHttp handles nothing else. The function of the program may throw anything.
            throw UnwrittenException(e)
        }
    }

    /** The content could not be written, because of the program or of a cancellation. */
    class UnwrittenException(
        override val cause: Exception,
    ) : IOException("The content of the request could not be written.", cause)

    companion object {
        private const val UNKNOWN = -1L

        /** Returns what [content] writes; a coroutine of [scope] writes it. */
        fun channelOf(
            content: OutgoingContent,
            scope: CoroutineScope,
        ): ByteReadChannel =
            when (content) {
                is OutgoingContent.ContentWrapper -> channelOf(content.delegate(), scope)
                is OutgoingContent.ReadChannelContent -> content.readFrom()
                is OutgoingContent.WriteChannelContent -> scope.writer { content.writeTo(channel) }.channel
                else -> error("This engine sends octets and streams, not ${content::class.simpleName}.")
            }

        /** Returns true if [content] is a stream. */
        fun isStream(content: OutgoingContent): Boolean =
            when (content) {
                is OutgoingContent.ContentWrapper -> isStream(content.delegate())
                is OutgoingContent.ReadChannelContent, is OutgoingContent.WriteChannelContent -> true
                else -> false
            }
    }
}
