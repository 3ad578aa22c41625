package io.github.oidcauth.http

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.oauth2.DPoPKey

/** A source for tests. It returns `token-1` until that is rejected, then `token-2`, and so on. */
internal class RenewedTokens(
    private val key: DPoPKey? = null,
) : TokenSource {
    /** The number of times that the source was asked. */
    var asked: Int = 0
        private set
    private var number = 1

    override suspend fun token(rejected: Token?): Token {
        asked++
        if (rejected?.accessToken == current()) number++
        return Token(current()) {
            dpopKey = key
            if (key != null) tokenType = "DPoP"
        }
    }

    private fun current() = "token-$number"
}
