package io.github.oidcauth

/**
 * The token store could not be read or written. What was in it is still there, unless the message says otherwise. Public, so that
 * stores of your own can throw it; put no secret into the message.
 */
public class StoreException(
    message: String,
    cause: Throwable? = null,
) : AuthException(message, cause = cause)
