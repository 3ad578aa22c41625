// Tested by TransportTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.responses.RawResponse
import io.ktor.client.statement.HttpResponse
import io.ktor.http.HttpHeaders
import kotlin.time.Clock

/** Reads a complete response, or fails. */
internal class ResponseReader(
    codings: ContentCodings,
    /** Null if the time is not known: a date is then compared with the response's `Date`, or ignored. */
    private val clock: Clock?,
) {
    private val bodies =
        BodyReader(codings) { limit ->
            "The server's response is larger than ${limit / KIBIBYTE} KiB, and no more is read. Is this the right address?"
        }

    /**
     * Returns [response], after reading at most [limit] octets. If [decoded], the decoded content is limited as well.
     *
     * @throws InvalidResponseException when it is larger, or cannot be decoded. Exceptions of the engine about a broken
     * connection are rethrown.
     */
    suspend fun read(
        response: HttpResponse,
        limit: Int,
        decoded: Boolean,
    ): RawResponse {
        val received = bodies.read(response, limit, decoded)
        return RawResponse(
            statusCode = received.statusCode,
            body = received.octets.decodeToString(),
            location = response.headers[HttpHeaders.Location],
            retryAfter = RetryAfter.read(received.headers("retry-after"), received.headers("date"), clock),
            headers = received.headers,
            octets = received.octets,
        )
    }

    private companion object {
        const val KIBIBYTE = 1024
    }
}
