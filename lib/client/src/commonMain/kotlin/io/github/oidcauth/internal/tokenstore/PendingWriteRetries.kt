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
    suspend fun settle(key: TokenKey) {
        if (pendingWrites.isEmpty) return
        val entry = pendingWrites[subject(key)] ?: return
        val now = clock.now()
        if (now - entry.triedAt < RETRY_AFTER) return
        // Of many callers at once, one tries.
        if (!pendingWrites.replace(subject(key), entry, entry.tried(now))) return
        try {
            withTimeoutOrNull(PATIENCE) {
                pendingWrites.turns.withLock(subject(key)) {
                    store.withLock(key) { pendingWrites[subject(key)]?.let { isWritten(key, it) } }
                }
            }
        } catch (_: AuthException) {
            // As before.
        }
    }

    /** Writes all whose turn is free, for as long as that works, but not for longer than a caller should wait: others come next time. */
    suspend fun settleAll() {
        withTimeoutOrNull(PATIENCE) {
            for (key in pendingWrites.of(identity).keys) if (!isWrittenInTurn(key)) break
        }
    }

    /** Who has the turn of a token refreshes it, and writes what comes of that. */
    private suspend fun isWrittenInTurn(key: TokenKey): Boolean {
        if (!pendingWrites.turns.tryLock(subject(key))) return true
        try {
            return pendingWrites[subject(key)]?.let { isWritten(key, it) } ?: true
        } finally {
            pendingWrites.turns.unlock(subject(key))
        }
    }

    private suspend fun isWritten(
        key: TokenKey,
        entry: Entry,
    ): Boolean =
        try {
            pendingWrites.writing(subject(key)) { isRemoved ->
                val stored = store.get(key)
                if (entry.isOvertakenBy(stored, clock.now())) {
                    pendingWrites.forget(subject(key), entry)
                } else if (isWrittenOver(stored, key, entry.token)) {
                    if (isRemoved()) store.remove(key, entry.token) else settled(key, entry)
                }
            }
            true
        } catch (_: AuthException) {
            false
        }

    /** Forgets the entry that was [written], and first replaces it if a newer token came into memory meanwhile. */
    private suspend fun settled(
        key: TokenKey,
        written: Entry,
    ) {
        val newest = pendingWrites[subject(key)] ?: return
        val isThere = newest.token == written.token || store.replace(key, written.token, newest.token)
        if (isThere) pendingWrites.forget(subject(key), newest)
    }

    /** Writes [token] unless another writer has changed the entry since [stored] was read; returns true if it was written. */
    private suspend fun isWrittenOver(
        stored: Token?,
        key: TokenKey,
        token: Token,
    ): Boolean {
        if (stored != null) return store.replace(key, stored, token)
        store.put(key, token)
        return true
    }

    private fun subject(key: TokenKey) = Prompts.Subject(identity, key)

    private companion object {
        /** How long a store that could not be written is left alone. */
        val RETRY_AFTER = 30.seconds

        /** How long a caller whose token is good waits for its being written. */
        val PATIENCE = 1.seconds
    }
}
