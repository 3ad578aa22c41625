package io.github.oidcauth.java

import io.github.oidcauth.RemovedTokens
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.tokenstore.ExceptionTranslatingStore

/**
 * A store that does what [store] does for the facades: each failure is an [io.github.oidcauth.AuthException], and a token that
 * is removed here is also removed from memory ([RemovedTokens]).
 */
internal class ReportingStore(
    private val store: TokenStore,
    private val guarded: TokenStore = ExceptionTranslatingStore(store),
) : TokenStore by guarded {
    override suspend fun remove(key: TokenKey): Boolean {
        val isForgotten = RemovedTokens.report(store, key)
        return guarded.remove(key) || isForgotten
    }

    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = guarded.remove(key, seen).also { if (it) RemovedTokens.report(store, key) }

    override suspend fun clear() {
        RemovedTokens.reportAll(store)
        guarded.clear()
    }

    override fun toString(): String = store.toString()
}
