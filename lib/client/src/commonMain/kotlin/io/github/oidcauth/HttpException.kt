package io.github.oidcauth

import kotlin.jvm.JvmOverloads

/**
 * Thrown when a server sent a response with the status [statusCode] and no OAuth error: the wrong address, a proxy, or a server
 * in trouble. [detail] has the beginning of the response, secrets removed: JSON as it is, of anything else at most 1,000
 * characters in one line.
 */
public class HttpException internal constructor(
    message: String,
    detail: String?,
    statusCode: Int,
    /** The media type of the response without parameters, in lower case, or null when it names none (RFC 9110 §8.3). */
    public val mediaType: String? = null,
) : AuthException(message, detail, statusCode) {
    /** Makes the exception for a response with [statusCode], for tests. */
    @JvmOverloads
    public constructor(message: String, statusCode: Int, detail: String? = null) : this(message, detail, statusCode, null)
}
