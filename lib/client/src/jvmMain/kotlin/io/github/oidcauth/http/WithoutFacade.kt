package io.github.oidcauth.http

import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.concurrent.requireSuspending
import io.github.oidcauth.java.AsyncTokenSource
import io.github.oidcauth.java.BlockingTokenSource

/**
 * Returns the source behind this one, if this is one for callers without coroutines.
 *
 * @throws IllegalArgumentException if it was written in Java without [io.github.oidcauth.java.JavaTokenSource].
 */
internal fun TokenSource.withoutFacade(): TokenSource =
    when (this) {
        is BlockingTokenSource -> source
        is AsyncTokenSource -> source
        else -> requireSuspending(this)
    }
