package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.AuthException
import io.github.oidcauth.PromptLock
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.Warnings
import io.github.oidcauth.internal.tokenfile.document.isStale
import io.github.oidcauth.internal.tokenstore.PendingWrites.Entry
import io.github.oidcauth.internal.tokenstore.PendingWrites.PreviousState
import kotlin.time.Clock
import kotlin.time.Instant

/**
 * The store that logins use: a token that cannot be written is kept in memory, and one warning reports that. If another writer
 * has stored a token since, that token wins. Otherwise the token is written when the store works again, with the next token or by
 * [writePending].
 *
 * Every failure of the store is an [AuthException] here ([ExceptionTranslatingStore]), which [put] does not throw. [withLock]
 * throws it unless the token is in memory: no other process has that token, so its refresh needs only the lock of this process.
 */
internal class WriteBehindStore(
    store: TokenStore,
    private val pendingWrites: PendingWrites,
    private val clock: Clock,
    warn: suspend (String) -> Unit,
) : TokenStore {
    private val store = ExceptionTranslatingStore(store)
    private val warnings by lazy { Warnings(warn) }
    private val retries by lazy { PendingWriteRetries(this.store, identity, pendingWrites, clock) }

    override val identity: Any = store.identity

    override suspend fun get(key: TokenKey): Token? {
        if (pendingWrites.isEmpty) return store.get(key)
        val entry = pendingWrites[storeKey(key)] ?: return store.get(key)
        val stored =
            try {
                store.get(key)
            } catch (_: AuthException) {
                return entry.tokenUnlessStale()
            }
        if (!entry.isSupersededBy(stored, clock.now())) return entry.tokenUnlessStale()
        pendingWrites.forget(storeKey(key), entry)
        return stored
    }

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ): Unit = put(key, token, replaced = null)

    /**
     * Stores [token], which replaces [replaced]. If the store has a newer token than [replaced], this one is not kept in memory
     * either.
     */
    suspend fun put(
        key: TokenKey,
        token: Token,
        replaced: Token?,
    ): Unit = pendingWrites.changes.counting { putNow(key, token, replaced) }

    private suspend fun putNow(
        key: TokenKey,
        token: Token,
        replaced: Token?,
    ) {
        try {
            store.put(key, token)
        } catch (e: AuthException) {
            return remember(key, token, replaced, e)
        } catch (e: Throwable) {
            // The caller was cancelled, or the JVM threw an Error. It is rethrown, but the token is kept, because it exists
            // nowhere else.
            keep(key, token, lastSeen(key, PreviousState.Unreadable, replaced))
            throw e
        }
        if (pendingWrites.isEmpty) return
        pendingWrites.forget(storeKey(key))
        retries.writeAllPending()
    }

    private suspend fun remember(
        key: TokenKey,
        token: Token,
        replaced: Token?,
        failure: AuthException,
    ) {
        val now = clock.now()
        val stored = readState(key)
        val isWritten = stored is PreviousState.Known && stored.token == token
        if (isWritten || isSuperseded(key, stored, replaced, now)) {
            pendingWrites.forget(storeKey(key))
            if (!isWritten) warnings.tell("The token is good but was not stored. ${failure.message}")
        } else if (keep(key, token, lastSeen(key, stored, replaced))) {
            warnings.tell(inMemoryMessage(failure))
        }
    }

    /** Keeps [token] in memory. Returns whether there was none before. */
    private fun keep(
        key: TokenKey,
        token: Token,
        before: PreviousState,
    ): Boolean = clock.now().let { pendingWrites.keep(storeKey(key), Entry(token, before, keptAt = it, triedAt = it)) }

    /** Writes the token of [key], if it is in memory only and the last attempt was some time ago. */
    suspend fun writePending(key: TokenKey) {
        if (!pendingWrites.isEmpty) retries.writePending(key)
    }

    /** Writes all tokens that are in memory only, as far as that works now. */
    suspend fun writeAllPending() {
        if (!pendingWrites.isEmpty) retries.writeAllPending()
    }

    /**
     * Checks whether a token of [key] could be stored now, as far as the store can tell.
     *
     * @throws AuthException when it could not.
     */
    suspend fun checkWritable(key: TokenKey): Unit = store.withLock(key) { }

    override suspend fun remove(key: TokenKey): Boolean =
        pendingWrites.changes.counting {
            val isForgotten = pendingWrites.remove(storeKey(key))
            store.remove(key) || isForgotten
        }

    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = pendingWrites.changes.counting { removeNow(key, seen) }

    private suspend fun removeNow(
        key: TokenKey,
        seen: Token?,
    ): Boolean {
        val entry = inMemory(key) ?: return store.remove(key, seen)
        if (entry.tokenUnlessStale() != seen) return false
        pendingWrites.remove(storeKey(key), entry)
        val stored = store.get(key)
        if (stored != null && !entry.isSupersededBy(stored, clock.now())) store.remove(key, stored)
        return true
    }

    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean = pendingWrites.changes.counting { replaceNow(key, seen, token) }

    private suspend fun replaceNow(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        val entry = inMemory(key) ?: return store.replace(key, seen, token)
        if (entry.tokenUnlessStale() != seen) return false
        put(key, token, seen)
        return true
    }

    override suspend fun removeUnreadable(): Unit = store.removeUnreadable()

    override suspend fun removeStale(): Int = store.removeStale()

    override suspend fun keys(): Set<TokenKey> = store.keys() + inMemory().keys

    override suspend fun entries(): List<StoredToken> {
        val inMemory = inMemory()
        return store.entries().filter { it.key !in inMemory } +
            inMemory.map { (key, entry) -> StoredToken(key, entry.token, entry.keptAt) }
    }

    override suspend fun clear(): Unit =
        pendingWrites.changes.counting {
            pendingWrites.removeAll(identity)
            store.clear()
        }

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        val storeKey = storeKey(key)
        if (pendingWrites[storeKey] == null) return StoreLock<T>(key).run(action)
        return pendingWrites.locks.withLock(storeKey) {
            val lock = StoreLock<T>(key)
            try {
                lock.run(action)
            } catch (e: AuthException) {
                if (lock.isTaken || inMemory(key) == null) throw e
                action()
            }
        }
    }

    override suspend fun tryPromptLock(key: TokenKey): PromptLock = store.tryPromptLock(key)

    /** One acquisition of the lock of the store. */
    private inner class StoreLock<T>(
        private val key: TokenKey,
    ) {
        private inner class Outcome(
            val value: T,
        )

        var isTaken = false
            private set
        private var outcome: Outcome? = null

        /**
         * Runs [action] under the lock. If releasing the lock fails, the result of [action] is still returned, because it may be
         * a refresh.
         */
        suspend fun run(action: suspend () -> T): T =
            try {
                store.withLock(key) {
                    isTaken = true
                    action().also { outcome = Outcome(it) }
                }
            } catch (e: AuthException) {
                val done = outcome ?: throw e
                warnings.tell("The lock of the token store may still be held. ${e.message}")
                done.value
            }
    }

    private fun storeKey(key: TokenKey) = Prompts.StoreKey(identity, key)

    private suspend fun readState(key: TokenKey): PreviousState =
        try {
            PreviousState.Known(store.get(key))
        } catch (_: AuthException) {
            PreviousState.Unreadable
        }

    /** Returns [stored] if the store could be read, or else its content when it was last read. */
    private fun lastSeen(
        key: TokenKey,
        stored: PreviousState,
        replaced: Token?,
    ): PreviousState = if (stored is PreviousState.Known) {
        stored
    } else {
        pendingWrites[storeKey(key)]?.before ?: replaced?.let(PreviousState::Known)
            ?: stored
    }

    private fun isSuperseded(
        key: TokenKey,
        stored: PreviousState,
        replaced: Token?,
        now: Instant,
    ): Boolean {
        if (replaced == null || stored !is PreviousState.Known) return false
        val seen = pendingWrites[storeKey(key)] ?: Entry(replaced, PreviousState.Known(replaced), now, now)
        return stored.token != replaced && seen.isSupersededBy(stored.token, now)
    }

    /** Returns the tokens in memory that are not superseded by the store. */
    private suspend fun inMemory(): Map<TokenKey, Entry> =
        if (pendingWrites.isEmpty) {
            emptyMap()
        } else {
            pendingWrites.of(identity).filter { (key, entry) ->
                inMemory(key) === entry &&
                    entry.tokenUnlessStale() != null
            }
        }

    /** Returns the token of [key] in memory, unless the store supersedes it. */
    private suspend fun inMemory(key: TokenKey): Entry? {
        if (pendingWrites.isEmpty) return null
        get(key)
        return pendingWrites[storeKey(key)]
    }

    private fun Entry.tokenUnlessStale(): Token? = token.takeUnless { it.isStale(clock.now()) }

    private fun inMemoryMessage(cause: AuthException): String =
        "The token is good but could not be stored, so it is kept in memory until that works, or this program ends. " +
            "Other programs do not have it. ${cause.message}"
}
