// Tested by JavaTokenStoreTest and JavaTokenStoreFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.HeldLock
import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.RemovedTokens
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.concurrent.KeyedMutex
import io.github.oidcauth.internal.files.blocking
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.document.isStale
import io.github.oidcauth.internal.tokens.toKotlinClock
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import java.io.IOException
import kotlin.time.Clock
import java.time.Clock as JavaClock

/**
 * A [TokenStore] of your own, written in Java or with other blocking code. Extend it and pass it to `Config.Builder.store`.
 *
 * The functions to implement are called on threads of `Dispatchers.IO`, several at a time, so they must be thread-safe. A
 * cancelled call is interrupted. They report a failure with an [IOException] or a [StoreException], and must have changed
 * nothing then; the messages must contain no secret. Any other exception counts as a failure too, and its message is not
 * repeated. This class leaves out stale tokens and refuses tokens larger than [TokenSizeLimit.BYTES].
 *
 * Two flows share a store if it is the same object, or an equal one.
 */
public abstract class JavaTokenStore internal constructor(
    private val clock: Clock,
    private val dispatcher: CoroutineDispatcher,
) : TokenStore {
    /** For a subclass. */
    public constructor() : this(Clock.System, Dispatchers.IO)

    /** For a subclass. Entries become stale by [clock], which in tests may differ from that of the machine. */
    public constructor(clock: JavaClock) : this(clock.toKotlinClock(), Dispatchers.IO)

    private val locks = KeyedMutex<TokenKey>()

    /** Returns the token under [key], stale or not, or null. */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected abstract fun load(key: TokenKey): Token?

    /** Stores [token] under [key] and replaces the previous one. */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected abstract fun save(
        key: TokenKey,
        token: Token,
    )

    /** Removes the entry [key]. Returns true if there was one. */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected abstract fun delete(key: TokenKey): Boolean

    /** Returns the keys of all entries, stale or not. */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected abstract fun list(): Set<TokenKey>

    /** Removes all entries. */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected abstract fun deleteAll()

    /**
     * Stores [token] under [key] if the entry is still [seen], which [load] returned. Returns true if it was.
     *
     * Default: [load] and [save], two steps. Override it if the store can do it in one, such as by a condition of an `UPDATE`:
     * otherwise a token that another process stores between the steps is lost.
     */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected open fun saveIf(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        if (loadUnlessStale(key) != seen) return false
        save(key, token)
        return true
    }

    /**
     * Removes the entry [key] if it is still [seen], which [load] returned; null stands for an entry that is stale or cannot
     * be read. Returns true if the entry existed and was removed. Default: [load] and [delete], two steps, as for [saveIf].
     */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected open fun deleteIf(
        key: TokenKey,
        seen: Token?,
    ): Boolean = if (loadUnlessStale(key) == seen) delete(key) else false

    /** Removes all entries if each is stale or cannot be read. Default: [list], [load] and [deleteAll], not in one step. */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected open fun deleteUnreadable() {
        if (list().none { loadUnlessStale(it) != null }) deleteAll()
    }

    /**
     * Returns the metadata of all entries that are not stale ([Token.staleAt]). Default: [list] and [load], one token after
     * the other, without the times of storing.
     */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected open fun listEntries(): List<StoredToken> =
        list().mapNotNull { key -> loadUnlessStale(key)?.let { StoredToken(key, it) } }

    /**
     * Waits until no other process holds the lock of [key], and takes it. Closing the result releases it; that may happen on
     * another thread, so a `ReentrantLock` cannot be used. Closing may fail with an [IOException] or a [StoreException] too.
     *
     * Callers of this object already take turns, so a store that no other process shares does not need it. It is not called
     * for a key whose lock is still held. If another process can take the lock over, return a [JavaHeldLock].
     */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected open fun lock(key: TokenKey): AutoCloseable = AutoCloseable { }

    /**
     * Takes the lock for asking the user to log in for [key], which lasts as long as a user takes, if no other process has
     * it. Returns null if another process has it, and does not wait. Closing the result releases the lock, possibly on
     * another thread. It must also end with its process.
     *
     * Default: a lock that any number of callers may have, for a store that no other process shares. See
     * `TokenStore.tryPromptLock`.
     */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected open fun tryLockForPrompt(key: TokenKey): AutoCloseable? = UNSHARED

    /** Returns the process that is asking, for users of others who wait for it, after [tryLockForPrompt] has returned null. */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    protected open fun findPromptHolder(key: TokenKey): PromptHolder = PromptHolder()

    @JvmSynthetic
    final override suspend fun tryPromptLock(key: TokenKey): PromptLock {
        var held: AutoCloseable? = null
        try {
            call { held = tryLockForPrompt(key) }
        } catch (e: CancellationException) {
            // Cancelled after the lock was taken, on the way back to here.
            held?.let { release(it) }
            throw e
        }
        val lock = held ?: return PromptLock.Busy(call { findPromptHolder(key) })
        return if (lock === UNSHARED) PromptLock.UNSHARED else PromptLock.Held { release(lock) }
    }

    @JvmSynthetic
    final override suspend fun get(key: TokenKey): Token? = call { loadUnlessStale(key) }

    @JvmSynthetic
    final override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        TokenSizeLimit.require(key, token)
        call { save(key, token) }
    }

    @JvmSynthetic
    final override suspend fun remove(key: TokenKey): Boolean {
        val isForgotten = RemovedTokens.report(this, key)
        return call { delete(key) } || isForgotten
    }

    @JvmSynthetic
    final override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = call { deleteIf(key, seen) }.also { if (it) RemovedTokens.report(this, key) }

    @JvmSynthetic
    final override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        TokenSizeLimit.require(key, token)
        return call { saveIf(key, seen, token) }
    }

    @JvmSynthetic
    final override suspend fun removeUnreadable(): Unit = call { deleteUnreadable() }

    @JvmSynthetic
    final override suspend fun removeStale(): Int =
        call { list().filter { loadUnlessStale(it) == null } }.count { key ->
            // Under the lock, so that no token is removed that replaces the stale one at this moment.
            withLock(key) { call { loadUnlessStale(key) == null && delete(key) } }
        }

    @JvmSynthetic
    final override suspend fun keys(): Set<TokenKey> = call { list().filterTo(mutableSetOf()) { loadUnlessStale(it) != null } }

    @JvmSynthetic
    final override suspend fun entries(): List<StoredToken> = call { listEntries() }

    @JvmSynthetic
    final override suspend fun clear() {
        RemovedTokens.reportAll(this)
        call { deleteAll() }
    }

    @JvmSynthetic
    final override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T =
        locks.withLock(key) {
            val held = acquire(key)
            try {
                if (held is JavaHeldLock) withContext(Checked(key, held)) { action() } else action()
            } finally {
                release(held)
            }
        }

    private fun loadUnlessStale(key: TokenKey): Token? = load(key)?.takeUnless { it.isStale(clock.now()) }

    private suspend fun acquire(key: TokenKey): AutoCloseable {
        var held: AutoCloseable? = null
        try {
            call { held = lock(key) }
        } catch (e: CancellationException) {
            // Cancelled after the lock was taken, on the way back to here.
            held?.let { release(it) }
            throw e
        }
        return checkNotNull(held)
    }

    private suspend fun release(held: AutoCloseable) = withContext(NonCancellable) { call { held.close() } }

    private inner class Checked(
        key: TokenKey,
        private val lock: JavaHeldLock,
    ) : HeldLock(key) {
        override suspend fun isHeld(): Boolean =
            try {
                call { lock.isHeld() }
            } catch (_: StoreException) {
                // Not known, which the caller takes for held.
                true
            }
    }

    private suspend fun <T> call(block: () -> T): T = callProgram(dispatcher, ::failureOf, block)

    private fun failureOf(e: Exception): StoreException {
        val name = e.javaClass.simpleName
        val reason = if (e is IOException) ": ${(e.message ?: name).printable()}" else " ($name)."
        return StoreException("The token store failed$reason", e)
    }

    private companion object {
        val UNSHARED = AutoCloseable { }

        init {
            requireFittingVersions()
        }
    }
}
