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

/** Stores the tokens of logins and refreshes for [key], and notifies the listener of the program. */
internal class TokenWriter(
    private val key: TokenKey,
    private val store: WriteBehindStore,
    private val inFlightWrites: InFlightWrites,
    private val events: TokenEvents,
) : TokenSink {
    /**
     * Stores a token from a login. The user has finished the login, so a store that fails now leads to a warning and not to an
     * error.
     */
    override suspend fun keep(token: Token): Token = keep(token, replaced = null)

    /** Stores a token that replaces [replaced]. Not cancellable. */
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

    /**
     * Stores the new refresh token of [unverified] with [current]. The next refresh uses it; until then [current] stays valid
     * as before.
     */
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

    /** Removes a refresh token that the server called invalid, so that later calls do not send it again. */
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
