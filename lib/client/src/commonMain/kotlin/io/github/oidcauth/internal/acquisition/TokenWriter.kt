// Tested by TokenAcquirerTest.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.login.TokenSink
import io.github.oidcauth.internal.tokens.TokenSize
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext

/** Stores what logins and refreshes bring for [key], and tells the program's listener of it. */
internal class TokenWriter(
    private val key: TokenKey,
    private val store: WriteBehindStore,
    private val inFlightWrites: InFlightWrites,
    private val events: TokenEvents,
) : TokenSink {
    /**
     * Keeps a token that a login has brought. The user has done their part, so a store that fails now costs them a warning, and not
     * this login.
     */
    override suspend fun keep(token: Token): Token = keep(token, replaced = null)

    /** Keeps a token that takes the place of [replaced]. Not cancellable. */
    suspend fun keep(
        token: Token,
        replaced: Token?,
    ): Token =
        inFlightWrites.trackWrite {
            withContext(NonCancellable) {
                store.put(key, token, replaced)
                events.notifyObtained(token)
                token
            }
        }

    /** Keeps the refresh token of [unverified] with [current], which is as good as it was until the next refresh. */
    suspend fun keepRotated(
        current: Token,
        unverified: UnverifiedRefreshException,
    ) {
        val kept =
            current
                .newBuilder()
                .also {
                    it.refreshToken = unverified.refreshToken
                    it.refreshExpiresAt = unverified.refreshExpiresAt
                    it.dpopKey = unverified.dpopKey ?: current.dpopKey
                    it.extra = TokenSize.limitExtra(current.extra)
                }.build()
                .let(TokenSize::trimToFit)
        store.put(key, kept, current)
        events.notifyRotated(current, kept)
    }

    /** Removes a refresh token that the server has called invalid: it is not tried again by every call to come. */
    suspend fun removeRefreshToken(rejected: Token) {
        val current = store.get(key)?.takeIf { it.refreshToken == rejected.refreshToken } ?: return
        val withoutRefreshToken =
            current.newBuilder().also {
                it.refreshToken = null
                it.refreshExpiresAt = null
            }
        inFlightWrites.trackWrite {
            withContext(NonCancellable) {
                store.put(key, withoutRefreshToken.build(), current)
                events.notifyRemoved(current)
            }
        }
    }
}
