package io.github.oidcauth.cli.api

import io.github.oidcauth.cli.onDaemonThread
import io.github.oidcauth.http.ApiRequest
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.writeFully
import java.io.InputStream
import java.nio.file.Files
import java.nio.file.Path

/** The body of a request of `api`, which is read while it is sent: a file, or standard input. */
internal sealed interface ApiInput {
    /** Sets this as the body of [request]. */
    fun applyTo(
        request: ApiRequest.Builder,
        mediaType: String,
    )

    /** A file, which can be sent again after the API has refused the token. */
    class OfFile(
        private val path: Path,
    ) : ApiInput {
        override fun applyTo(
            request: ApiRequest.Builder,
            mediaType: String,
        ) {
            request.body(mediaType, Files.size(path)) { channel -> Files.newInputStream(path).use { copy(it, channel) } }
        }
    }

    /** A stream that can be sent once. */
    class OfStream(
        private val stream: InputStream,
    ) : ApiInput {
        override fun applyTo(
            request: ApiRequest.Builder,
            mediaType: String,
        ) {
            request.body(mediaType, length = null, isRepeatable = false) { channel -> copy(stream, channel) }
        }
    }

    private companion object {
        const val PIECE = 64 shl 10

        suspend fun copy(
            stream: InputStream,
            channel: ByteWriteChannel,
        ) {
            while (true) {
                val piece = onDaemonThread("api-input") { stream.readNBytes(PIECE) }
                if (piece.isEmpty()) return
                channel.writeFully(piece)
            }
        }
    }
}
