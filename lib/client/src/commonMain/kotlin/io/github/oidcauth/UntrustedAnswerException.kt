package io.github.oidcauth

/**
 * An answer, a redirect or a stored token is not what the specification says, so it is not used: not JSON, a member missing or of the wrong type, too
 * large, a redirect where none belongs. The message names what is wrong and no value.
 */
public class UntrustedAnswerException internal constructor(
    message: String,
    statusCode: Int? = null,
    cause: Throwable? = null,
) : AuthException(message, statusCode = statusCode, cause = cause)
