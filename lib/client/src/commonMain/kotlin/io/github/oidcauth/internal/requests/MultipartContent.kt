package io.github.oidcauth.internal.requests

import io.ktor.http.ContentType
import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.writeFully

/**
 * The body of a request with a form of several parts (RFC 7578). It can be sent again if [isRepeatable].
 *
 * The [boundary] must not occur in any part. It is random, so that nobody who provides a part can guess it (RFC 2046 §5.1.1).
 */
internal class MultipartContent(
    private val boundary: String,
    private val parts: List<MultipartPart>,
) : OutgoingContent.WriteChannelContent() {
    private val partHeaders = parts.map { part -> "--$boundary\r\n${part.headers}\r\n".encodeToByteArray() }
    private val end = "--$boundary--\r\n".encodeToByteArray()

    val isRepeatable: Boolean get() = parts.all { it.content.isRepeatable }

    override val contentType: ContentType = ContentType.MultiPart.FormData.withParameter("boundary", boundary)

    /** The number of octets, or null if that of a part is not known. */
    override val contentLength: Long?
        get() {
            val lengths = parts.map { it.content.length ?: return null }
            return lengths.sum() + partHeaders.sumOf { it.size + LINE_END.size } + end.size
        }

    override suspend fun writeTo(channel: ByteWriteChannel) {
        parts.forEachIndexed { at, part ->
            channel.write(partHeaders[at])
            part.content.writeTo(channel)
            channel.write(LINE_END)
        }
        channel.write(end)
        channel.flush()
    }

    private suspend fun ByteWriteChannel.write(octets: ByteArray) = writeFully(octets, 0, octets.size)

    override fun toString(): String = "MultipartContent(${parts.size} parts)"

    private companion object {
        val LINE_END = "\r\n".encodeToByteArray()
    }
}
