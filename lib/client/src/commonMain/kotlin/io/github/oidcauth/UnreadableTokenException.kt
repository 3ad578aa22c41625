package io.github.oidcauth

/**
 * An encrypted token cannot be decrypted: it was encrypted with a key that is not at hand, for another entry, or has been
 * changed.
 *
 * A [TokenCipher] throws it. Stores catch it: they tell the user, have no token for that key, and keep the entry until it is
 * replaced.
 */
public class UnreadableTokenException(
    message: String,
    cause: Throwable? = null,
) : AuthException(message, cause = cause)
