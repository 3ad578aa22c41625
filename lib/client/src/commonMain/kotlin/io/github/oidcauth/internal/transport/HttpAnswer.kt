package io.github.oidcauth.internal.transport

import kotlin.time.Duration

/** An answer as it came: judged by nobody yet. */
internal class HttpAnswer(
    val statusCode: Int,
    /** At most [Transport.MAX_ANSWER_BYTES]. May hold secrets. */
    val body: String,
    /** The `Location` header (RFC 9110 §10.2.2). */
    val location: String?,
    /** The `Retry-After` header in its form of seconds (RFC 9110 §10.2.3). */
    val retryAfter: Duration?,
) {
    val isSuccess: Boolean get() = statusCode in 200..299

    override fun toString(): String = "HttpAnswer($statusCode)"
}
