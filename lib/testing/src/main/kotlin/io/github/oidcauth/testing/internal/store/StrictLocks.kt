// Tested by StrictTokenStoreTest.
package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.TokenKey
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.withContext

/** The locks of a [StrictMedium], and their holders. A lock is held by the coroutine that took it and by those that it starts. */
internal class StrictLocks(
    private val medium: StrictMedium,
) {
    /** The keys whose locks programs hold, as opposed to simulated processes. */
    val heldByPrograms: Set<TokenKey> get() = medium.held.filterValues { it is Hold }.keys

    /** Returns the keys whose locks other callers hold. */
    suspend fun heldByOthers(): Set<TokenKey> {
        val own = own()
        return medium.held.filterValues { it !in own }.keys
    }

    suspend fun isOwn(key: TokenKey): Boolean = medium.held[key] in own()

    /** Returns a key that the caller holds, and that another caller has taken after [key] before; or null. */
    suspend fun reversed(key: TokenKey): TokenKey? =
        own().filter { medium.held[it.lockedKey] === it }.map { it.lockedKey }.filter { medium.isReversed(it, key) }.firstOrNull()

    /** Waits for the lock of [key], and runs [onTaken] and [action] under it. */
    suspend fun <T> hold(
        key: TokenKey,
        onTaken: () -> Unit,
        action: suspend () -> T,
    ): T {
        val hold = Hold(key, currentCoroutineContext()[Hold])
        val lock = medium.lock(key)
        lock.lock(hold)
        medium.hold(key, hold)
        try {
            onTaken()
            return withContext(hold) { action() }
        } finally {
            medium.release(key)
            lock.unlock(hold)
        }
    }

    /** Takes the lock of [key] for no caller of this program. Closing the result releases it. */
    fun lockAsAnotherProcess(key: TokenKey): AutoCloseable {
        val lock = medium.lock(key)
        val owner = Any()
        check(lock.tryLock(owner)) { "Somebody holds the lock of $key." }
        medium.hold(key, owner)
        return AutoCloseable {
            if (lock.holdsLock(owner)) {
                medium.release(key)
                lock.unlock(owner)
            }
        }
    }

    private suspend fun own(): List<Hold> = currentCoroutineContext()[Hold]?.all.orEmpty().toList()
}
