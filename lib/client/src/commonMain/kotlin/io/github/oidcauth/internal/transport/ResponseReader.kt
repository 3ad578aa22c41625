// Tested by TransportTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.responses.RawResponse
import io.ktor.client.statement.HttpResponse
import io.ktor.http.HttpHeaders
import io.ktor.utils.io.InternalAPI
import io.ktor.utils.io.readRemaining
import kotlinx.io.readByteArray
import kotlin.time.Clock

/** Reads a complete response, or fails. */
internal class ResponseReader(
    codings: ContentCodings,
    /** Null if the time is not known: a date is then compared with the response's `Date`, or ignored. */
    private val clock: Clock?,
) {
    private val decoder = ContentDecoder(codings)

    /**
     * Returns [response], after reading at most [limit] octets. If [decoded], the decoded content is limited as well.
     *
     * @throws InvalidResponseException when it is larger, or cannot be decoded. Exceptions of the engine about a broken
     * connection are rethrown.
     */
    @OptIn(InternalAPI::class)
    suspend fun read(
        response: HttpResponse,
        limit: Int,
        decoded: Boolean,
    ): RawResponse {
        // The engine's own channel. Before Ktor 3.4, bodyAsChannel copies it, loses the reason for its end, and does not close it
        // when the copy is cancelled.
        val channel = response.rawContent
        val received = channel.readRemaining(limit + 1L).readByteArray()
        // On a broken connection, the received part is returned as if it were complete.
        channel.closedCause?.let { throw it }
        val status = response.status.value
        requireWithinLimit(received, limit, status)
        val headers = response.headers.entries().groupBy({ it.key.lowercase() }, { it.value }).mapValues { it.value.flatten() }
        val codings = headers[CONTENT_ENCODING].orEmpty()
        val content = if (decoded) decoder.decode(received, codings, limit, status) else received
        requireWithinLimit(content, limit, status)
        return RawResponse(
            statusCode = status,
            body = content.decodeToString(),
            location = response.headers[HttpHeaders.Location],
            retryAfter = RetryAfter.read(headers["retry-after"].orEmpty(), headers["date"].orEmpty(), clock),
            // These headers describe the content before decoding.
            headers = if (content === received) headers else headers - CONTENT_ENCODING - CONTENT_LENGTH,
            octets = content,
        )
    }

    private fun requireWithinLimit(
        content: ByteArray,
        limit: Int,
        statusCode: Int,
    ) {
        if (content.size <= limit) return
        throw InvalidResponseException(
            "The server's response is larger than ${limit / KIBIBYTE} KiB, and no more is read. Is this the right address?",
            statusCode,
        )
    }

    private companion object {
        const val CONTENT_ENCODING = "content-encoding"
        const val CONTENT_LENGTH = "content-length"
        const val KIBIBYTE = 1024
    }
}
