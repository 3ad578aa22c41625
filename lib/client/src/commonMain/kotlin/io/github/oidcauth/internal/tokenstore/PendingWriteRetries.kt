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
 * Writes tokens that are in memory alone when their store can be written again: each under the lock of its key, so
 * not during a refresh, and never over a token that another writer has stored. No function throws [AuthException].
 */
internal class PendingWriteRetries(
    private val store: TokenStore,
    private val identity: Any,
    private val pendingWrites: PendingWrites,
    private val clock: Clock,
) {
    /** Writes the token of [key], if it is in memory alone and that was not tried just now. */
    suspend fun writePending(key: TokenKey) {
        if (pendingWrites.isEmpty) return
        val entry = pendingWrites[storeKey(key)] ?: return
        val now = clock.now()
        if (now - entry.triedAt < RETRY_AFTER) return
        // Of many callers at once, one tries.
        if (!pendingWrites.replace(storeKey(key), entry, entry.withTriedAt(now))) return
        try {
            withTimeoutOrNull(WRITE_TIMEOUT) {
                pendingWrites.locks.withLock(storeKey(key)) {
                    store.withLock(key) { pendingWrites[storeKey(key)]?.let { tryWrite(key, it) } }
                }
            }
        } catch (_: AuthException) {
            // As before.
        }
    }

    /** Writes all whose turn is free, for as long as that works, but not for longer than a caller should wait: others come next time. */
    suspend fun writeAllPending() {
        withTimeoutOrNull(WRITE_TIMEOUT) {
            for (key in pendingWrites.of(identity).keys) if (!writeIfUnlocked(key)) break
        }
    }

    /** Who has the turn of a token refreshes it, and writes what comes of that. */
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

    /** Forgets the entry that was [written], and first replaces it if a newer token came into memory meanwhile. */
    private suspend fun finishWrite(
        key: TokenKey,
        written: Entry,
    ) {
        val newest = pendingWrites[storeKey(key)] ?: return
        val isThere = newest.token == written.token || store.replace(key, written.token, newest.token)
        if (isThere) pendingWrites.forget(storeKey(key), newest)
    }

    /** Writes [token] unless another writer has changed the entry since [stored] was read; returns true if it was written. */
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
        /** How long a store that could not be written is left alone. */
        val RETRY_AFTER = 30.seconds

        /** How long a caller whose token is good waits for its being written. */
        val WRITE_TIMEOUT = 1.seconds
    }
}
