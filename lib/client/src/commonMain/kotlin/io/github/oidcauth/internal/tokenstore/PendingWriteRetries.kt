// Tested by WriteBehindStoreTest and MemoryPathTest.
package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.tokenstore.PendingWrites.Entry
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds

/**
 * Writes tokens that are in memory only when their store can be written again: each under the lock of its key, so never during a
 * refresh, and never over a token that another writer has stored. No function throws [AuthException].
 */
internal class PendingWriteRetries(
    private val store: TokenStore,
    /** The identity of [store], read once: a program's store may change it. */
    private val identity: Any,
    private val pendingWrites: PendingWrites,
    private val clock: Clock,
) {
    /** Writes the token of [key], if it is in memory only and the last attempt was some time ago. */
    suspend fun writePending(key: TokenKey) {
        val entry = pendingWrites[storeKey(key)] ?: return
        val now = clock.now()
        if (now - entry.triedAt < RETRY_AFTER) return
        // Only one of several concurrent callers tries.
        if (!pendingWrites.replace(storeKey(key), entry, entry.withTriedAt(now))) return
        try {
            withTimeoutOrNull(WRITE_TIMEOUT) {
                pendingWrites.locks.withLock(storeKey(key)) {
                    store.withLock(key) { pendingWrites[storeKey(key)]?.let { tryWrite(key, it) } }
                }
            }
        } catch (_: AuthException) {
            // The token stays in memory.
        }
    }

    /** Writes all tokens whose lock is free, until a write fails or the timeout ends; the others are written next time. */
    suspend fun writeAllPending() {
        withTimeoutOrNull(WRITE_TIMEOUT) {
            for (key in pendingWrites.of(identity).keys) if (!writeIfUnlocked(key)) break
        }
    }

    /** Returns true also when another caller has the lock: that one refreshes the token and writes it. */
    private suspend fun writeIfUnlocked(key: TokenKey): Boolean {
        if (!pendingWrites.locks.tryLock(storeKey(key))) return true
        try {
            return pendingWrites[storeKey(key)]?.let { tryWrite(key, it) } ?: true
        } finally {
            pendingWrites.locks.unlock(storeKey(key))
        }
    }

    private suspend fun tryWrite(
        key: TokenKey,
        entry: Entry,
    ): Boolean =
        try {
            pendingWrites.trackWrite(storeKey(key)) { isRemoved ->
                val stored = store.get(key)
                if (entry.isSupersededBy(stored, clock.now())) {
                    pendingWrites.forget(storeKey(key), entry)
                } else if (writeUnlessChanged(stored, key, entry.token)) {
                    if (isRemoved()) store.remove(key, entry.token) else finishWrite(key, entry)
                }
            }
            true
        } catch (_: AuthException) {
            false
        }

    /** Forgets the [written] entry. If a newer token is in memory meanwhile, it replaces the written one first. */
    private suspend fun finishWrite(
        key: TokenKey,
        written: Entry,
    ) {
        val newest = pendingWrites[storeKey(key)] ?: return
        val isThere = newest.token == written.token || store.replace(key, written.token, newest.token)
        if (isThere) pendingWrites.forget(storeKey(key), newest)
    }

    /** Writes [token] unless another writer has changed the entry since [stored] was read. Returns true if it was written. */
    private suspend fun writeUnlessChanged(
        stored: Token?,
        key: TokenKey,
        token: Token,
    ): Boolean {
        if (stored != null) return store.replace(key, stored, token)
        store.put(key, token)
        return true
    }

    private fun storeKey(key: TokenKey) = Prompts.StoreKey(identity, key)

    private companion object {
        /** Time for which a store that could not be written is left alone. */
        val RETRY_AFTER = 30.seconds

        /** Time that a caller whose token is good waits until it is written. */
        val WRITE_TIMEOUT = 1.seconds
    }
}
