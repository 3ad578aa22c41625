package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token

/** A source that has its token in memory most of the time. */
internal interface ReadyTokens {
    /** Returns the token in memory if it is good and is not [rejected], else null. Does not suspend, block or throw. */
    fun readyToken(rejected: Token?): Token?
}
