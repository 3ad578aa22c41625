package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.transport.Transport
import kotlin.time.Duration

/** An HTTP response that has not been validated. */
internal class RawResponse(
    val statusCode: Int,
    /** The body, at most [Transport.MAX_RESPONSE_BYTES]. It may contain secrets. */
    val body: String,
    /** The `Location` header (RFC 9110 §10.2.2). */
    val location: String? = null,
    /** The time to wait by the `Retry-After` header (RFC 9110 §10.2.3); not negative. */
    val retryAfter: Duration? = null,
    /** All headers, with names in lower case. They may contain secrets. */
    val headers: Map<String, List<String>> = emptyMap(),
    private val octets: ByteArray? = null,
) {
    /** The [body] before it was decoded as UTF-8. */
    val bytes: ByteArray get() = octets ?: body.encodeToByteArray()

    val isSuccess: Boolean get() = statusCode in 200..299

    /** The media type without its parameters, in lower case, or null when the response names none (RFC 9110 §8.3). */
    val mediaType: String? get() = header("content-type")?.substringBefore(';')?.trim()?.lowercase()

    /** Returns the values of the header [name], one for each time it was sent. */
    fun headers(name: String): List<String> = headers[name.lowercase()].orEmpty()

    /** Returns the header [name] if it was sent exactly once, else null. */
    fun header(name: String): String? = headers(name).singleOrNull()

    override fun toString(): String = "RawResponse($statusCode)"
}
