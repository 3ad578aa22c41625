// Tested by JavaCounterpartsTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.PromptLock
import io.github.oidcauth.RemovedTokens
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.concurrent.LockContext
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.internal.concurrent.requireSuspending
import io.github.oidcauth.internal.concurrent.voidFuture
import io.github.oidcauth.moveTo
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withContext
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import java.util.function.Function
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

/**
 * [TokenStore] with futures, from [BlockingTokenStore.async]. Each function starts its work and returns a future at once,
 * which completes with the result or with an [AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncTokenStore internal constructor(
    /** The store that does the work. */
    public val store: TokenStore,
    private val locks: CoroutineContext = EmptyCoroutineContext,
) {
    private val reporting = ReportingStore(requireSuspending(store))

    /** @see TokenStore.get */
    public fun get(key: TokenKey): CompletableFuture<Token?> = future(locks) { reporting.get(key) }

    /** @see TokenStore.put */
    public fun put(
        key: TokenKey,
        token: Token,
    ): CompletableFuture<Void?> = voidFuture(locks) { reporting.put(key, token) }

    /** @see TokenStore.remove */
    public fun remove(key: TokenKey): CompletableFuture<Boolean> = future(locks) { reporting.remove(key) }

    /** @see TokenStore.remove */
    public fun remove(
        key: TokenKey,
        seen: Token?,
    ): CompletableFuture<Boolean> = future(locks) { reporting.remove(key, seen) }

    /** @see TokenStore.replace */
    public fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): CompletableFuture<Boolean> = future(locks) { reporting.replace(key, seen, token) }

    /** @see TokenStore.removeUnreadable */
    public fun removeUnreadable(): CompletableFuture<Void?> = voidFuture(locks) { reporting.removeUnreadable() }

    /** @see TokenStore.removeStale */
    public fun removeStale(): CompletableFuture<Int> = future(locks) { reporting.removeStale() }

    /** @see TokenStore.keys */
    public fun keys(): CompletableFuture<Set<TokenKey>> = future(locks) { reporting.keys() }

    /** @see TokenStore.entries */
    public fun entries(): CompletableFuture<List<StoredToken>> = future(locks) { reporting.entries() }

    /** @see TokenStore.clear */
    public fun clear(): CompletableFuture<Void?> = voidFuture(locks) { reporting.clear() }

    /** @see TokenStore.moveTo */
    public fun moveTo(target: TokenStore): CompletableFuture<Set<TokenKey>> = future { store.moveTo(target) }

    /** @see TokenStore.moveTo */
    public fun moveTo(
        target: TokenStore,
        keys: Set<TokenKey>,
    ): CompletableFuture<Set<TokenKey>> = future { store.moveTo(target, keys) }

    /**
     * Runs [action] while nobody else who shares the store runs one for the same [key], and holds the lock until the stage that
     * it returns has completed, whose result or exception is that of the future. See [TokenStore.withLock]: the lock is for the
     * time of a request, and not while a user is asked. Cancelling the future cancels the stage.
     *
     * [action] receives this store as the holder of the lock has it, and must use that one. The lock is not reentrant: it must
     * not lock the same key again, and not wait for `OidcAuth.authenticateAsync` or a flow, which may lock it for a refresh and
     * would wait for [action].
     */
    public fun <T> withLock(
        key: TokenKey,
        action: Function<AsyncTokenStore, out CompletionStage<T>>,
    ): CompletableFuture<T> =
        future(locks) { reporting.withLock(key) { action.apply(AsyncTokenStore(store, LockContext.ofCoroutine())).await() } }

    /**
     * Takes the lock for asking the user to log in for [key], if nobody else who shares the store has it, without waiting: a
     * [PromptLock.Held] for [release], or a [PromptLock.Busy] that names who has it. See [TokenStore.tryPromptLock]. If the
     * future is cancelled, no lock is left.
     */
    public fun tryPromptLock(key: TokenKey): CompletableFuture<PromptLock> {
        val given = CompletableFuture<PromptLock>()
        val work = voidFuture(locks) {
            val lock = reporting.tryPromptLock(key)
            if (!given.complete(lock) && lock is PromptLock.Held) withContext(NonCancellable) { lock.release() }
        }
        work.exceptionally { given.completeExceptionally(it).let { null } }
        given.whenComplete { _, _ -> work.cancel(false) }
        return given
    }

    /** Releases [lock], which [tryPromptLock] has returned. It is called once for each lock. */
    public fun release(lock: PromptLock.Held): CompletableFuture<Void?> = voidFuture { lock.release() }

    override fun toString(): String = store.toString()
}
