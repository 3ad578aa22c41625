package io.github.oidcauth

import kotlin.jvm.JvmOverloads

/** Thrown when there is no usable token and no user can be asked to log in. The message says how to provide a token. */
public class InteractionRequiredException
    @JvmOverloads
    constructor(
        message: String,
        cause: Throwable? = null,
    ) : AuthException(message, cause = cause)
