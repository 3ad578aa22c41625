package io.github.oidcauth.internal.session

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** How long the stored token lives, when nobody has written that down: the Python client has not, nor an earlier version of this library. */
internal class FormerLifetime(
    private val store: TokenStore,
    private val key: TokenKey,
) {
    /** Returns [current] with its lifetime, if it is known, for a refresh that brought [fresh]. Looks into the store when [fresh] does not say. */
    suspend fun completed(
        current: Token,
        fresh: Token,
    ): Token {
        if (fresh.expiresAt != null || current.lifetime != null) return current
        val lifetime = sinceStored(current)?.takeIf { it.isPositive() } ?: return current
        return current.newBuilder().also { it.lifetime = lifetime.inWholeSeconds.seconds }.build()
    }

    private suspend fun sinceStored(current: Token): Duration? {
        val end = current.expiresAt ?: return null
        val storedAt =
            try {
                store.entries().find { it.key == key }?.storedAt
            } catch (_: Exception) {
                // Whatever a store of the program's throws: this runs between a response and its write, and a lifetime is not worth the token.
                null
            }
        return storedAt?.let { end - it }
    }
}
