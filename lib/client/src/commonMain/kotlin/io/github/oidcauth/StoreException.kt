package io.github.oidcauth

import kotlin.jvm.JvmOverloads

/**
 * Thrown when the token store could not be read or written. Its content is unchanged, unless the message says otherwise. It
 * is public so that your own stores can throw it; put no secret into the message.
 */
public class StoreException
    @JvmOverloads
    constructor(
        message: String,
        cause: Throwable? = null,
    ) : AuthException(message, cause = cause)
