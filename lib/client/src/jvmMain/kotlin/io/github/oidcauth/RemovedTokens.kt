package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.concurrent.Prompts

/**
 * Receives reports of tokens that were removed from a store, so that they do not come back from memory: `authenticate` and
 * the flows of this process keep a token in memory that a store could not write, until it can be written.
 *
 * For your own [TokenStore] whose [TokenStore.put] can fail: call this in [TokenStore.remove] and [TokenStore.clear], before
 * you remove anything. The stores of this library, [io.github.oidcauth.java.JavaTokenStore], [TokenManager] and
 * [io.github.oidcauth.java.BlockingTokenStore] do it by themselves.
 *
 * Thread-safe. No function waits, reads or writes the store, or throws.
 */
public object RemovedTokens {
    /**
     * Forgets the token of [key] in memory, for [store] and all stores with the same [TokenStore.identity]. Returns true if
     * there was one.
     */
    @JvmStatic
    public fun report(
        store: TokenStore,
        key: TokenKey,
    ): Boolean = SharedState.ofProcess.pendingWrites.remove(Prompts.StoreKey(store.identity, key))

    /** Forgets all tokens in memory for [store] and all stores with the same [TokenStore.identity]. */
    @JvmStatic
    public fun reportAll(store: TokenStore): Unit = SharedState.ofProcess.pendingWrites.removeAll(store.identity)
}
