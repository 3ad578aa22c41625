// Tested by GrantTokenSourcesTest.
package io.github.oidcauth.internal.sources

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.UnsupportedGrantTypeException
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.tokens.hasPassed
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import kotlin.time.Clock
import kotlin.time.Duration

/** Gets the first token by [beginning], and later ones by refresh tokens, or by [beginning] again where that is possible. */
internal class GrantIssuance(
    private val grants: GrantSender,
    private val beginning: Beginning,
    /** The options of each refresh, or null if refresh tokens are not used. */
    private val refreshOptions: RequestOptions?,
    private val clock: Clock,
) : TokenIssuance {
    override fun canReplace(current: Token?): Boolean = !beginning.isSpent || canRefresh(current)

    override fun isRefresh(current: Token?): Boolean = canRefresh(current) || (beginning.isRefresh && !beginning.isSpent)

    override fun waitsForUser(current: Token?): Boolean = !canRefresh(current) && beginning.waitsForUser

    override suspend fun issue(
        current: Token?,
        shelf: TokenShelf,
        isAwaited: () -> Boolean,
    ): Token? {
        if (current == null || refreshOptions == null || !canRefresh(current)) {
            if (beginning.isRefresh) shelf.requireUnchanged(current)
            return beginning.obtain(isAwaited)
        }
        return try {
            refresh(current, refreshOptions, shelf)
        } catch (e: AuthException) {
            if (!isRefused(e)) throw e
            shelf.put(withoutRefreshToken(current), current)
            if (beginning.isSpent || beginning.waitsForUser) throw e
            beginning.obtain(isAwaited)
        }
    }

    private fun canRefresh(token: Token?): Boolean =
        refreshOptions != null && token?.refreshToken != null &&
            token.refreshExpiresAt?.hasPassed(Duration.ZERO, clock.now()) != true

    private suspend fun refresh(
        current: Token,
        options: RequestOptions,
        shelf: TokenShelf,
    ): Token {
        val grant = RefreshTokenGrant(current, options)
        grants.prepare(grant)
        shelf.requireUnchanged(current)
        try {
            return grants.send(grant)
        } catch (e: UnverifiedRefreshException) {
            // The new refresh token exists nowhere else.
            shelf.put(rotated(current, e), current)
            throw e.cause
        }
    }

    private fun isRefused(failure: AuthException) =
        failure is InvalidGrantException || failure is UnauthorizedClientException || failure is UnsupportedGrantTypeException

    private fun withoutRefreshToken(token: Token): Token = token.newBuilder().refreshToken(null).build()

    private fun rotated(
        current: Token,
        unverified: UnverifiedRefreshException,
    ): Token =
        current.newBuilder().also {
            it.refreshToken = unverified.refreshToken
            it.refreshExpiresAt = unverified.refreshExpiresAt
            it.dpopKey = unverified.dpopKey ?: current.dpopKey
        }.build()
}
