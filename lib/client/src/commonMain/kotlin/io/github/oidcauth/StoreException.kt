package io.github.oidcauth

import kotlin.jvm.JvmOverloads

/**
 * The token store could not be read or written. What was in it is still there, unless the message says otherwise. Public, so that
 * stores of your own can throw it; put no secret into the message.
 */
public class StoreException
    @JvmOverloads
    constructor(
        message: String,
        cause: Throwable? = null,
    ) : AuthException(message, cause = cause)
