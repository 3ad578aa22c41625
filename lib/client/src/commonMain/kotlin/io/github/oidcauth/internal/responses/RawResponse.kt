package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.transport.Transport
import kotlin.time.Duration

/** A response as it came: validated by nobody yet. */
internal class RawResponse(
    val statusCode: Int,
    /** At most [Transport.MAX_RESPONSE_BYTES]. May hold secrets. */
    val body: String,
    /** The `Location` header (RFC 9110 §10.2.2). */
    val location: String? = null,
    /** Time to wait by the `Retry-After` header; not negative (RFC 9110 §10.2.3). */
    val retryAfter: Duration? = null,
    /** All headers, their names in lower case. May hold secrets. */
    val headers: Map<String, List<String>> = emptyMap(),
    private val octets: ByteArray? = null,
) {
    /** The [body] before it was read as UTF-8. */
    val bytes: ByteArray get() = octets ?: body.encodeToByteArray()

    val isSuccess: Boolean get() = statusCode in 200..299

    /** The media type without its parameters, in lower case, or null when the response names none (RFC 9110 §8.3). */
    val mediaType: String? get() = header("content-type")?.substringBefore(';')?.trim()?.lowercase()

    /** The values of the header [name], one for each time it was sent. */
    fun headers(name: String): List<String> = headers[name.lowercase()].orEmpty()

    /** The header [name] when it was sent exactly once. */
    fun header(name: String): String? = headers(name).singleOrNull()

    override fun toString(): String = "RawResponse($statusCode)"
}
