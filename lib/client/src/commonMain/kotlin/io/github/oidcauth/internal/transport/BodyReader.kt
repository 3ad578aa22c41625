// Tested by ApiClientTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidResponseException
import io.ktor.client.statement.HttpResponse
import io.ktor.utils.io.InternalAPI
import io.ktor.utils.io.readRemaining
import kotlinx.io.readByteArray

/** Reads complete responses into memory, or fails. */
internal class BodyReader(
    codings: ContentCodings,
    /** Returns the message for a response of more octets than the limit. */
    private val tooLarge: (Int) -> String,
) {
    private val decoder = ContentDecoder(codings)

    /**
     * Returns [response] with its body, of at most [limit] octets before and after decoding.
     *
     * @throws InvalidResponseException when it is larger, or cannot be decoded. Exceptions of the engine about a broken
     * connection are rethrown.
     */
    @OptIn(InternalAPI::class)
    suspend fun read(
        response: HttpResponse,
        limit: Int,
        isDecoded: Boolean,
    ): ReceivedResponse {
        // The engine's own channel. Before Ktor 3.4, bodyAsChannel copies it, loses the reason for its end, and does not close it
        // when the copy is cancelled.
        val channel = response.rawContent
        val received = channel.readRemaining(limit + 1L).readByteArray()
        // On a broken connection, the received part is returned as if it were complete.
        channel.closedCause?.let { throw it }
        val status = response.status.value
        requireWithinLimit(received, limit, status)
        val headers = headersOf(response)
        val content =
            if (isDecoded) decoder.decode(received, headers[CONTENT_ENCODING].orEmpty(), limit, status) else received
        requireWithinLimit(content, limit, status)
        // These headers describe the content before decoding.
        val described = if (content === received) headers else headers - CONTENT_ENCODING - CONTENT_LENGTH
        return ReceivedResponse(status, described, content)
    }

    private fun requireWithinLimit(
        content: ByteArray,
        limit: Int,
        statusCode: Int,
    ) {
        if (content.size > limit) throw InvalidResponseException(tooLarge(limit), statusCode)
    }

    companion object {
        const val CONTENT_ENCODING: String = "content-encoding"
        private const val CONTENT_LENGTH = "content-length"

        /** Returns all headers of [response], with names in lower case. */
        fun headersOf(response: HttpResponse): Map<String, List<String>> =
            response.headers.entries().groupBy({ it.key.lowercase() }, { it.value }).mapValues { it.value.flatten() }
    }
}
