package io.github.oidcauth.testing

import io.github.oidcauth.TokenStore
import kotlin.time.Clock

/**
 * Opens what a store keeps its tokens in once more, as another process would. Thread-safe, where checks run at the same time. Whatever it
 * throws fails the check.
 */
public fun interface TokenStoreSibling<S : TokenStore> {
    /**
     * A new object that keeps its tokens where [store] does and shares nothing else with it, not even what is in memory. It
     * goes by [clock]. Called on a thread that may block. A store that is [AutoCloseable] is closed after the check.
     */
    @Throws(Exception::class)
    public fun open(
        store: S,
        clock: Clock,
    ): TokenStore
}
