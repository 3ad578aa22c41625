package io.github.oidcauth

import kotlin.jvm.JvmOverloads

/**
 * Thrown when the browser cannot come back to this program: none of the configured ports of this machine is free, the
 * [CodeReceiver] failed, or the user left the page that it showed.
 */
public class CallbackUnavailableException
    @JvmOverloads
    constructor(
        message: String,
        cause: Throwable? = null,
    ) : AuthException(message, cause = cause)
