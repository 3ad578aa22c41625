package io.github.oidcauth.testing

import io.github.oidcauth.TokenStore
import kotlin.time.Clock

/**
 * Makes the stores that a [TokenStoreContract] is checked with. Thread-safe, where checks run at the same time. Whatever it throws fails
 * the check.
 */
public fun interface TokenStoreFactory<S : TokenStore> {
    /**
     * An empty store that shares nothing with the ones made before, and decides by [clock] what is stale. Called once for each
     * check, on a thread that may block. A store that is [AutoCloseable] is closed after its check.
     */
    @Throws(Exception::class)
    public fun newStore(clock: Clock): S
}
