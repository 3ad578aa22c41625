package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Finds the lifetime of a token that was stored without it, by the Python client or by an earlier version of this library. */
internal class StoredTokenLifetime(
    private val store: TokenStore,
    private val key: TokenKey,
) {
    /**
     * Returns [current] with its lifetime, if it is known. Reads the store if the token does not contain it, so call this before
     * a request is sent: nothing may delay writing its response.
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
                // The refresh goes on without the lifetime. If the store does not work, writing to it will report that.
                null
            }
        return storedAt?.let { end - it }
    }
}
