package io.github.oidcauth.http

import io.github.oidcauth.TokenSource
import io.github.oidcauth.java.AsyncTokenSource
import io.github.oidcauth.java.BlockingTokenSource

/** Returns the source behind this one, if this is one for callers without coroutines. */
internal fun TokenSource.withoutFacade(): TokenSource =
    when (this) {
        is BlockingTokenSource -> source
        is AsyncTokenSource -> source
        else -> this
    }
