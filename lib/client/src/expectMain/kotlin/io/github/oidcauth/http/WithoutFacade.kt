package io.github.oidcauth.http

import io.github.oidcauth.TokenSource

/** Returns the source behind this one, if this is one for callers without coroutines. */
internal expect fun TokenSource.withoutFacade(): TokenSource
