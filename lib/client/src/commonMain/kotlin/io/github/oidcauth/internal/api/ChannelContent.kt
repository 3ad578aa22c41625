package io.github.oidcauth.internal.api

import io.ktor.http.ContentType
import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ByteWriteChannel

/** A body that [write] writes while it is sent. */
internal class WrittenContent(
    mediaType: String,
    override val contentLength: Long?,
    private val write: suspend (ByteWriteChannel) -> Unit,
) : OutgoingContent.WriteChannelContent() {
    override val contentType: ContentType = ContentType.parse(mediaType)

    override suspend fun writeTo(channel: ByteWriteChannel): Unit = write(channel)
}

/** A body that is read from [channel] while it is sent, once. */
internal class ReadContent(
    mediaType: String,
    override val contentLength: Long?,
    private val channel: ByteReadChannel,
) : OutgoingContent.ReadChannelContent() {
    override val contentType: ContentType = ContentType.parse(mediaType)

    override fun readFrom(): ByteReadChannel = channel
}
