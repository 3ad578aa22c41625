package io.github.oidcauth.internal.transport.okhttp

import okhttp3.MediaType
import okhttp3.MediaType.Companion.toMediaTypeOrNull
import okhttp3.RequestBody
import okio.BufferedSink

/** A stream that OkHttp must not send a second time; see [OneShotBody]. */
internal class OneShotStream(
    private val content: StreamedBody,
    mediaType: String?,
) : RequestBody() {
    private val mediaType: MediaType? = mediaType?.toMediaTypeOrNull()

    override fun contentType(): MediaType? = mediaType

    override fun contentLength(): Long = content.length

    override fun isOneShot(): Boolean = true

    /** Each piece is sent at once: the next one may come much later. */
    override fun writeTo(sink: BufferedSink): Unit = content.writeTo { octets, count -> sink.write(octets, 0, count).flush() }
}

/** A body that OkHttp must not send a second time, whatever the response is: it may contain a refresh token. */
internal class OneShotBody(
    private val octets: ByteArray,
    mediaType: String?,
) : RequestBody() {
    private val mediaType: MediaType? = mediaType?.toMediaTypeOrNull()

    override fun contentType(): MediaType? = mediaType

    override fun contentLength(): Long = octets.size.toLong()

    override fun isOneShot(): Boolean = true

    override fun writeTo(sink: BufferedSink) {
        sink.write(octets)
    }
}
