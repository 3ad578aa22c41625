package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource

/** A source that has its token in memory most of the time, so that a caller need not suspend. */
internal interface CachedTokenSource : TokenSource {
    /** Returns the token if it is in memory and good, without suspending. */
    fun cached(): Token?
}
