package io.github.oidcauth

import kotlin.jvm.JvmOverloads

/**
 * Thrown when a response, a redirect or a stored token violates its specification, so that it is not used: it is not JSON, a
 * member is missing or of the wrong type, it is too large, or it is a redirect where none is allowed. The message names the
 * fault and no value. For the response of a token endpoint, [detail] contains the status, the content type and the beginning
 * of the body, without possible secrets.
 */
public class InvalidResponseException internal constructor(
    message: String,
    statusCode: Int? = null,
    cause: Throwable? = null,
    /**
     * True if a token was validated and is invalid, in contrast to one that could not be validated, because a key or the
     * correct time is missing.
     */
    internal val isProvenInvalid: Boolean,
    detail: String? = null,
    /** The subject of an ID token that was refused because it is not the subject of the token before the refresh, else null. */
    internal val otherSubject: String? = null,
) : AuthException(message, detail, statusCode, cause) {
    /** Makes the exception, for tests and for your own stores: put no secret into the message. */
    @JvmOverloads
    public constructor(message: String, statusCode: Int? = null, cause: Throwable? = null) :
        this(message, statusCode, cause, isProvenInvalid = false, detail = null)

    /** Returns this exception with [statusCode] and [detail] of the response, where it has none of its own. */
    internal fun withResponse(
        statusCode: Int,
        detail: String,
    ): InvalidResponseException =
        if (this.detail != null) {
            this
        } else {
            InvalidResponseException(message, this.statusCode ?: statusCode, cause, isProvenInvalid, detail, otherSubject)
        }
}
