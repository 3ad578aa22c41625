package io.github.oidcauth.spring

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource

/** Tokens `token-1`, `token-2` and so on: another one for each that is rejected. */
internal class CountedTokens : TokenSource {
    @Volatile
    private var current = 1

    override suspend fun token(rejected: Token?): Token {
        if (rejected?.accessToken == "token-$current") current++
        return Token("token-$current")
    }
}
