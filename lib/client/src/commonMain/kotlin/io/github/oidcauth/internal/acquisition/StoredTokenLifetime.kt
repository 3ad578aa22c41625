package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Lifetime of a stored token that was stored without it, by the Python client or by an earlier version of this library. */
internal class StoredTokenLifetime(
    private val store: TokenStore,
    private val key: TokenKey,
) {
    /**
     * Returns [current] with its lifetime, if it is known. Looks into the store where the token itself does not say, so it is to
     * be called before a request is sent: nothing stands between a response and its write.
     */
    suspend fun withLifetime(current: Token): Token {
        if (current.lifetime != null) return current
        val lifetime = sinceStored(current)?.takeIf { it.isPositive() } ?: return current
        return current.newBuilder().also { it.lifetime = lifetime.inWholeSeconds.seconds }.build()
    }

    private suspend fun sinceStored(current: Token): Duration? {
        val end = current.expiresAt ?: return null
        val storedAt =
            try {
                store.entries().find { it.key == key }?.storedAt
            } catch (_: AuthException) {
                // A lifetime is not worth the refresh: whether the store works is found out by what writes to it.
                null
            }
        return storedAt?.let { end - it }
    }
}
