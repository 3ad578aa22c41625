package io.github.oidcauth

/**
 * A response, a redirect or a stored token is not what the specification says, so it is not used: not JSON, a member missing or of the wrong type, too
 * large, a redirect where none belongs. The message names what is wrong and no value. Of the response of a token endpoint,
 * [detail] has the status, the content type and the beginning, without what may be a secret.
 */
public class InvalidResponseException internal constructor(
    message: String,
    statusCode: Int? = null,
    cause: Throwable? = null,
    /** Whether a token was validated and is wrong, in contrast to one that could not be validated: for want of a key, or of the right time. */
    internal val isProvenInvalid: Boolean = false,
    detail: String? = null,
) : AuthException(message, detail, statusCode, cause) {
    /** Returns this with [statusCode] and [detail] of the response that it is about, as far as it has none. */
    internal fun withResponse(
        statusCode: Int,
        detail: String,
    ): InvalidResponseException =
        if (this.detail != null) {
            this
        } else {
            InvalidResponseException(message, this.statusCode ?: statusCode, cause, isProvenInvalid, detail)
        }
}
