package io.github.oidcauth.testing

import io.github.oidcauth.TokenStore
import java.time.Clock

/**
 * Opens the tokens of a store once more, as another process would, in Java. Thread-safe if checks run at the same time. An exception
 * fails the check.
 */
public fun interface TokenStoreSibling<S : TokenStore> {
    /**
     * Returns a new object that keeps its tokens in the same place as [store] and shares nothing else with it, nothing in
     * memory either. It uses [clock]. Called on a thread that may block. A store that is [AutoCloseable] is closed after the
     * check.
     */
    @Throws(Exception::class)
    public fun open(
        store: S,
        clock: Clock,
    ): TokenStore
}
