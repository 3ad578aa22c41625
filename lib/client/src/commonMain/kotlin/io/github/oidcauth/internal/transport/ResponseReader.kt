package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.responses.RawResponse
import io.ktor.client.statement.HttpResponse
import io.ktor.http.HttpHeaders
import io.ktor.utils.io.InternalAPI
import io.ktor.utils.io.readRemaining
import kotlinx.io.readByteArray
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Reads a whole response, or none of it. */
internal class ResponseReader(
    codings: ContentCodings,
    /** Null if the time is not known: a date then counts from the response's `Date`, or not at all. */
    private val clock: Clock?,
) {
    private val decoder = ContentDecoder(codings)

    /**
     * Returns [response], of which at most [limit] octets are read, and as many remain when it is [decoded].
     *
     * @throws InvalidResponseException when it is larger, or cannot be decoded. What the engine throws when the connection broke
     * goes through.
     */
    @OptIn(InternalAPI::class)
    suspend fun read(
        response: HttpResponse,
        limit: Int,
        decoded: Boolean,
    ): RawResponse {
        // The engine's own channel. Before Ktor 3.4 bodyAsChannel copies it and drops why it ended, and does not end it when the copy is
        // given up.
        val channel = response.rawContent
        val received = channel.readRemaining(limit + 1L).readByteArray()
        // What came before the connection broke is handed out as if it were everything.
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
            retryAfter = retryAfter(headers),
            // They speak of the content as it was sent.
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

    /**
     * RFC 9110 §10.2.3: a number of seconds, or a date. The response's own `Date` is the better measure of that than our clock,
     * which need not be the server's.
     */
    private fun retryAfter(headers: Map<String, List<String>>): Duration? {
        val said = headers["retry-after"]?.firstOrNull()?.trim() ?: return null
        said.toLongOrNull()?.let { return it.takeIf { seconds -> seconds >= 0 }?.seconds }
        val date = HttpDate.parse(said) ?: return null
        val made = headers["date"]?.singleOrNull()?.let(HttpDate::parse) ?: clock?.now() ?: return null
        return (date - made).coerceAtLeast(Duration.ZERO)
    }

    private companion object {
        const val CONTENT_ENCODING = "content-encoding"
        const val CONTENT_LENGTH = "content-length"
        const val KIBIBYTE = 1024
    }
}
