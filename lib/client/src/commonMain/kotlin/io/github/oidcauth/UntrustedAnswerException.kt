package io.github.oidcauth

/**
 * An answer, a redirect or a stored token is not what the specification says, so it is not used: not JSON, a member missing or of the wrong type, too
 * large, a redirect where none belongs. The message names what is wrong and no value.
 */
public class UntrustedAnswerException internal constructor(
    message: String,
    statusCode: Int? = null,
    cause: Throwable? = null,
    /** Whether a token was judged and is wrong, in contrast to one that could not be judged: for want of a key, or of the right time. */
    internal val isRefutation: Boolean = false,
) : AuthException(message, statusCode = statusCode, cause = cause)
