// Tested by JavaTokenStoreFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.PromptLock
import io.github.oidcauth.RemovedTokens
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.concurrent.LockContext
import io.github.oidcauth.internal.concurrent.requireSuspending
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.moveTo
import java.util.concurrent.Callable
import java.util.concurrent.CompletionException

/**
 * Any [TokenStore] for callers without coroutines. It is as thread-safe as [store], and its functions do the same, except
 * that each failure of the store is an [AuthException], and that a token removed here is also removed from memory
 * ([RemovedTokens]). Interrupt the thread of a function to cancel it.
 */
public class BlockingTokenStore(
    /** The store that does the work. */
    public val store: TokenStore,
) {
    private val reporting = ReportingStore(requireSuspending(store))

    /** @see TokenStore.get */
    @Throws(AuthException::class)
    public fun get(key: TokenKey): Token? = runBlocking(LockContext.current) { reporting.get(key) }

    /** @see TokenStore.put */
    @Throws(AuthException::class)
    public fun put(
        key: TokenKey,
        token: Token,
    ): Unit = runBlocking(LockContext.current) { reporting.put(key, token) }

    /** @see TokenStore.remove */
    @Throws(AuthException::class)
    public fun remove(key: TokenKey): Boolean = runBlocking(LockContext.current) { reporting.remove(key) }

    /** @see TokenStore.remove */
    @Throws(AuthException::class)
    public fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = runBlocking(LockContext.current) { reporting.remove(key, seen) }

    /** @see TokenStore.replace */
    @Throws(AuthException::class)
    public fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean = runBlocking(LockContext.current) { reporting.replace(key, seen, token) }

    /** @see TokenStore.removeUnreadable */
    @Throws(AuthException::class)
    public fun removeUnreadable(): Unit = runBlocking(LockContext.current) { reporting.removeUnreadable() }

    /** @see TokenStore.removeStale */
    @Throws(AuthException::class)
    public fun removeStale(): Int = runBlocking(LockContext.current) { reporting.removeStale() }

    /** @see TokenStore.keys */
    @Throws(AuthException::class)
    public fun keys(): Set<TokenKey> = runBlocking(LockContext.current) { reporting.keys() }

    /** @see TokenStore.entries */
    @Throws(AuthException::class)
    public fun entries(): List<StoredToken> = runBlocking(LockContext.current) { reporting.entries() }

    /** @see TokenStore.clear */
    @Throws(AuthException::class)
    public fun clear(): Unit = runBlocking(LockContext.current) { reporting.clear() }

    /** @see TokenStore.moveTo */
    @Throws(AuthException::class)
    public fun moveTo(target: TokenStore): Set<TokenKey> = runBlocking { store.moveTo(target) }

    /** @see TokenStore.moveTo */
    @Throws(AuthException::class)
    public fun moveTo(
        target: TokenStore,
        keys: Set<TokenKey>,
    ): Set<TokenKey> = runBlocking { store.moveTo(target, keys) }

    /**
     * Runs [action] on this thread while nobody else who shares the store runs one for the same [key], and returns its result.
     * See [TokenStore.withLock]: the lock is for the time of a request, and not while a user is asked.
     *
     * Calls of [get], [put], [replace], [remove] and the like by [action], on this thread, are made by the holder of the lock.
     * It is not reentrant: [action] must not lock the same key again, and not call `OidcAuth.authenticate` or a flow, which may
     * lock it for a refresh and would wait for [action].
     *
     * @throws java.util.concurrent.CompletionException if [action] throws a checked exception, which is the cause. An unchecked
     *     one is thrown as it is.
     * @throws IllegalStateException if this thread has locked [key] of this store already, here or in another
     *     [BlockingTokenStore].
     */
    @Throws(AuthException::class)
    public fun <T> withLock(
        key: TokenKey,
        action: Callable<T>,
    ): T {
        val outer = locked.get().orEmpty()
        val entry = store.identity to key
        check(entry !in outer) {
            "This thread has locked the entry already, and would wait for itself. Use the store in the action without locking " +
                "the same key again."
        }
        locked.set(outer + entry)
        try {
            return runBlocking(LockContext.current) {
                reporting.withLock(key) { LockContext.during(LockContext.ofCoroutine()) { call(action) } }
            }
        } finally {
            if (outer.isEmpty()) locked.remove() else locked.set(outer)
        }
    }

    /**
     * Takes the lock for asking the user to log in for [key], if nobody else who shares the store has it, and returns at once:
     * a [PromptLock.Held] for [release], or a [PromptLock.Busy] that names who has it. See [TokenStore.tryPromptLock].
     */
    @Throws(AuthException::class)
    public fun tryPromptLock(key: TokenKey): PromptLock = runBlocking(LockContext.current) { reporting.tryPromptLock(key) }

    /** Releases [lock], which [tryPromptLock] has returned. It is called once for each lock. */
    public fun release(lock: PromptLock.Held): Unit = runBlocking { lock.release() }

    /** Returns the same store with futures. */
    public fun async(): AsyncTokenStore = AsyncTokenStore(store)

    override fun toString(): String = store.toString()

    private fun <T> call(action: Callable<T>): T =
        try {
            action.call()
        } catch (e: RuntimeException) {
            throw e
        } catch (e: InterruptedException) {
            throw e
        } catch (e: Exception) {
            throw CompletionException(e)
        }

    private companion object {
        /** The locks of the current thread: the [identity][TokenStore.identity] of each store, and the key. */
        val locked = ThreadLocal<Set<Pair<Any, TokenKey>>>()
    }
}
