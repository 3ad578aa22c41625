package io.github.oidcauth

import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.assembly.identityOf
import io.github.oidcauth.internal.concurrent.Prompts

/**
 * Reports of tokens that were removed from a store, so that none comes back from memory: `authenticate` and the flows of this
 * process keep a token in memory that a store could not write, until it can be written.
 *
 * For a [TokenStore] of your own whose [TokenStore.put] can fail: call this in [TokenStore.remove] and [TokenStore.clear], before
 * you remove anything. The stores of this library, [io.github.oidcauth.java.JavaTokenStore] among them, [TokenManager] and
 * [io.github.oidcauth.java.BlockingTokenStore] do it by themselves.
 *
 * Thread-safe. No function waits, reads or writes the store, or throws.
 */
public object RemovedTokens {
    /**
     * Forgets the token of [key] in memory, for [store] and all stores of the same [TokenStore.identity]. Returns true if there was
     * one.
     */
    @JvmStatic
    public fun report(
        store: TokenStore,
        key: TokenKey,
    ): Boolean = SessionRegistry.pendingWrites.remove(Prompts.StoreKey(identityOf(store), key))

    /** Forgets all that is in memory for [store], and all stores of the same [TokenStore.identity]. */
    @JvmStatic
    public fun reportAll(store: TokenStore): Unit = SessionRegistry.pendingWrites.removeAll(identityOf(store))
}
