package io.github.oidcauth.internal.sources

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlin.time.Clock

/** Has nothing but [token], which nobody can renew. */
internal class FixedTokenSource(
    private val token: Token,
    private val clock: Clock = Clock.System,
) : TokenSource {
    override suspend fun token(rejected: Token?): Token {
        val isRejected = rejected?.accessToken == token.accessToken
        if (!isRejected && !token.isExpired(now = clock.now())) return token
        throw InvalidConfigException(
            "The token ${if (isRejected) "was refused by the API" else "has expired"}, and there is no way to get another one. " +
                "Provide a new token, or a source that can renew it.",
        )
    }

    override fun toString(): String = "FixedTokenSource"
}
