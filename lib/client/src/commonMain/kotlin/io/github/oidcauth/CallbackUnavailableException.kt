package io.github.oidcauth

/** A browser login needs a port on this machine to come back to, and none of the configured ones is free. */
public class CallbackUnavailableException internal constructor(
    message: String,
    cause: Throwable? = null,
) : AuthException(message, cause = cause)
