package io.github.oidcauth

/** There is no usable token, and nobody is there to log in. The message says how to bring a token along. */
public class InteractionRequiredException internal constructor(
    message: String,
    cause: Throwable? = null,
) : AuthException(message, cause = cause)
