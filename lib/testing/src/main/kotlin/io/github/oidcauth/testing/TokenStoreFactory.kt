package io.github.oidcauth.testing

import io.github.oidcauth.TokenStore
import java.time.Clock

/**
 * Makes the stores that a [TokenStoreContract] checks, in Java. Thread-safe if checks run at the same time. An exception fails the
 * check.
 */
public fun interface TokenStoreFactory<S : TokenStore> {
    /**
     * Returns an empty store that shares nothing with the previous ones, and whose entries become stale by [clock]. Called
     * once for each check, on a thread that may block. A store that is [AutoCloseable] is closed after its check.
     */
    @Throws(Exception::class)
    public fun newStore(clock: Clock): S
}
