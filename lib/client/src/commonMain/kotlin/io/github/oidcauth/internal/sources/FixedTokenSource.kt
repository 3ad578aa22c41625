package io.github.oidcauth.internal.sources

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlin.time.Clock

/** A source of [token] alone, which cannot be renewed. */
internal class FixedTokenSource(
    private val token: Token,
    private val clock: Clock = Clock.System,
) : TokenSource, ReadyTokens {
    override fun readyToken(rejected: Token?): Token? =
        token.takeUnless { isRejected(rejected) || it.isExpired(now = clock.now()) }

    override suspend fun token(rejected: Token?): Token {
        readyToken(rejected)?.let { return it }
        val isRejected = isRejected(rejected)
        val reason = if (isRejected) "was refused by the API" else "has expired"
        throw InvalidConfigException(
            "The token $reason, and there is no way to get another one. Provide a new token, or a source that can renew it.",
        ).also { it.isWithoutMeans = isRejected }
    }

    private fun isRejected(rejected: Token?) = rejected?.accessToken == token.accessToken

    override fun toString(): String = "FixedTokenSource"
}
