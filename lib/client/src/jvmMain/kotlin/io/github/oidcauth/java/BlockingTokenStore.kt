// Tested by JavaTokenStoreFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.RemovedTokens
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.internal.tokenstore.ExceptionTranslatingStore
import io.github.oidcauth.moveTo

/**
 * Any [TokenStore] for callers without coroutines. It is as thread-safe as [store], and its functions do the same, except
 * that each failure of the store is an [AuthException], and that a token removed here is also removed from memory
 * ([RemovedTokens]).
 *
 * There is no `withLock`: a lock belongs to a coroutine, and a blocking function cannot keep it. To refresh a token under its
 * lock, call `OidcAuth.authenticate`.
 */
public class BlockingTokenStore(
    /** The store that does the work. */
    public val store: TokenStore,
) {
    private val guarded = ExceptionTranslatingStore(store)

    /** @see TokenStore.get */
    @Throws(AuthException::class)
    public fun get(key: TokenKey): Token? = runBlocking { guarded.get(key) }

    /** @see TokenStore.put */
    @Throws(AuthException::class)
    public fun put(
        key: TokenKey,
        token: Token,
    ): Unit = runBlocking { guarded.put(key, token) }

    /** @see TokenStore.remove */
    @Throws(AuthException::class)
    public fun remove(key: TokenKey): Boolean = runBlocking {
        val isForgotten = RemovedTokens.report(store, key)
        guarded.remove(key) || isForgotten
    }

    /** @see TokenStore.remove */
    @Throws(AuthException::class)
    public fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = runBlocking { guarded.remove(key, seen).also { if (it) RemovedTokens.report(store, key) } }

    /** @see TokenStore.replace */
    @Throws(AuthException::class)
    public fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean = runBlocking { guarded.replace(key, seen, token) }

    /** @see TokenStore.removeUnreadable */
    @Throws(AuthException::class)
    public fun removeUnreadable(): Unit = runBlocking { guarded.removeUnreadable() }

    /** @see TokenStore.removeStale */
    @Throws(AuthException::class)
    public fun removeStale(): Int = runBlocking { guarded.removeStale() }

    /** @see TokenStore.keys */
    @Throws(AuthException::class)
    public fun keys(): Set<TokenKey> = runBlocking { guarded.keys() }

    /** @see TokenStore.entries */
    @Throws(AuthException::class)
    public fun entries(): List<StoredToken> = runBlocking { guarded.entries() }

    /** @see TokenStore.clear */
    @Throws(AuthException::class)
    public fun clear(): Unit = runBlocking {
        RemovedTokens.reportAll(store)
        guarded.clear()
    }

    /** @see TokenStore.moveTo */
    @Throws(AuthException::class)
    public fun moveTo(target: TokenStore): Set<TokenKey> = runBlocking { store.moveTo(target) }

    /** @see TokenStore.moveTo */
    @Throws(AuthException::class)
    public fun moveTo(
        target: TokenStore,
        keys: Set<TokenKey>,
    ): Set<TokenKey> = runBlocking { store.moveTo(target, keys) }
}
