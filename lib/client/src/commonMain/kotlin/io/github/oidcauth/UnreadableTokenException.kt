package io.github.oidcauth

/**
 * Thrown when an encrypted token cannot be decrypted: it was encrypted with a key that is not available or for another entry,
 * or it has been changed.
 *
 * A [TokenCipher] throws it. A store catches it: the store notifies the user, returns no token for that key, and keeps the
 * entry until it is replaced.
 */
public class UnreadableTokenException(
    message: String,
    cause: Throwable? = null,
) : AuthException(message, cause = cause)
