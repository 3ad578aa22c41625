package io.github.oidcauth.internal.session

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.session.UnwrittenTokens.Before
import io.github.oidcauth.internal.session.UnwrittenTokens.Entry
import io.github.oidcauth.internal.store.isStale
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * A store, as a login sees it: a token that cannot be written is kept in memory, and that is told once. What somebody else has put into
 * the store since goes before it; otherwise it is written as soon as that works again, with the next token that is or in [settle].
 *
 * [put] does not throw [StoreException]. [withLock] does, unless the token is in memory: nobody else has that one, so its refresh needs
 * no other lock than that of this process.
 */
internal class RememberingStore(
    private val store: TokenStore,
    /** What two stores have in common when they keep the same tokens. */
    private val identity: Any,
    private val unwritten: UnwrittenTokens,
    private val clock: Clock,
    private val warn: suspend (String) -> Unit,
) : TokenStore {
    override suspend fun get(key: TokenKey): Token? {
        if (unwritten.isEmpty) return store.get(key)
        val entry = unwritten[subject(key)] ?: return store.get(key)
        val stored =
            try {
                store.get(key)
            } catch (_: StoreException) {
                return entry.alive()
            }
        if (!entry.isOvertakenBy(stored, clock.now())) return entry.alive()
        unwritten.forget(subject(key), entry)
        return stored
    }

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ): Unit = put(key, token, replaced = null)

    /** [put] of what takes the place of [replaced]. When the store has something newer than that, this is not kept in memory either. */
    suspend fun put(
        key: TokenKey,
        token: Token,
        replaced: Token?,
    ) {
        try {
            store.put(key, token)
        } catch (e: StoreException) {
            return remember(key, token, replaced, e)
        }
        if (unwritten.isEmpty) return
        unwritten.forget(subject(key))
        unwritten.of(identity).keys.forEach { if (!isWrittenInTurn(it)) return }
    }

    private suspend fun remember(
        key: TokenKey,
        token: Token,
        replaced: Token?,
        failure: StoreException,
    ) {
        val now = clock.now()
        val stored = stored(key)
        val isWritten = stored is Before.Known && stored.token == token
        if (isWritten || isOvertaken(key, stored, replaced, now)) {
            unwritten.forget(subject(key))
            if (!isWritten) warn("The token is good but was not stored. ${failure.message}")
        } else if (unwritten.keep(subject(key), Entry(token, lastSeen(key, stored, replaced), now, now))) {
            warn(inMemory(failure))
        }
    }

    /** Writes the token of [key], if it is in memory alone and that was not tried just now. */
    suspend fun settle(key: TokenKey) {
        if (unwritten.isEmpty) return
        val entry = unwritten[subject(key)] ?: return
        val now = clock.now()
        if (now - entry.triedAt < RETRY_AFTER) return
        unwritten.replace(subject(key), entry, entry.tried(now))
        try {
            withTimeoutOrNull(PATIENCE) {
                unwritten.turns.withLock(subject(key)) {
                    store.withLock(key) { unwritten[subject(key)]?.let { isWritten(key, it) } }
                }
            }
        } catch (_: StoreException) {
            // As before.
        }
    }

    override suspend fun remove(key: TokenKey): Boolean {
        val isForgotten = unwritten.forget(subject(key))
        return store.remove(key) || isForgotten
    }

    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean {
        val entry = inMemory(key) ?: return store.remove(key, seen)
        if (entry.alive() != seen) return false
        unwritten.forget(subject(key), entry)
        val stored = store.get(key)
        if (stored != null && !entry.isOvertakenBy(stored, clock.now())) store.remove(key, stored)
        return true
    }

    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        val entry = inMemory(key) ?: return store.replace(key, seen, token)
        if (entry.alive() != seen) return false
        put(key, token, seen)
        return true
    }

    override suspend fun clearUnusable(): Unit = store.clearUnusable()

    override suspend fun keys(): Set<TokenKey> = store.keys() + inMemory().keys

    override suspend fun entries(): List<StoredToken> {
        val inMemory = inMemory()
        return store.entries().filter { it.key !in inMemory } +
            inMemory.map { (key, entry) -> StoredToken(key, entry.token, entry.keptAt) }
    }

    override suspend fun clear() {
        unwritten.forgetAll(identity)
        store.clear()
    }

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        val subject = subject(key)
        if (unwritten[subject] == null) return store.withLock(key, action)
        return unwritten.turns.withLock(subject) {
            var isRunning = false
            try {
                store.withLock(key) {
                    isRunning = true
                    action()
                }
            } catch (e: StoreException) {
                if (isRunning || inMemory(key) == null) throw e
                action()
            }
        }
    }

    private fun subject(key: TokenKey) = Prompts.Subject(identity, key)

    private suspend fun stored(key: TokenKey): Before =
        try {
            Before.Known(store.get(key))
        } catch (_: StoreException) {
            Before.Unreadable
        }

    /** What the store has, as far as that is known: [stored], or else what it had when it could still be read. */
    private fun lastSeen(
        key: TokenKey,
        stored: Before,
        replaced: Token?,
    ): Before = if (stored is Before.Known) stored else unwritten[subject(key)]?.before ?: replaced?.let(Before::Known) ?: stored

    private fun isOvertaken(
        key: TokenKey,
        stored: Before,
        replaced: Token?,
        now: Instant,
    ): Boolean {
        if (replaced == null || stored !is Before.Known) return false
        val seen = unwritten[subject(key)] ?: Entry(replaced, Before.Known(replaced), now, now)
        return stored.token != replaced && seen.isOvertakenBy(stored.token, now)
    }

    /** Those that nothing in the store goes before. */
    private suspend fun inMemory(): Map<TokenKey, Entry> =
        if (unwritten.isEmpty) {
            emptyMap()
        } else {
            unwritten.of(identity).filter { (key, entry) ->
                inMemory(key) === entry &&
                    entry.alive() != null
            }
        }

    /** That of [key], unless something in the store goes before it. */
    private suspend fun inMemory(key: TokenKey): Entry? {
        if (unwritten.isEmpty) return null
        get(key)
        return unwritten[subject(key)]
    }

    /** Who has the turn of a token refreshes it, and writes what comes of that. */
    private suspend fun isWrittenInTurn(key: TokenKey): Boolean {
        if (!unwritten.turns.tryLock(subject(key))) return true
        try {
            return unwritten[subject(key)]?.let { isWritten(key, it) } ?: true
        } finally {
            unwritten.turns.unlock(subject(key))
        }
    }

    private suspend fun isWritten(
        key: TokenKey,
        entry: Entry,
    ): Boolean =
        try {
            val stored = store.get(key)
            val isSettled = entry.isOvertakenBy(stored, clock.now()) || isWrittenOver(stored, key, entry.token)
            if (isSettled) unwritten.forget(subject(key), entry)
            true
        } catch (_: StoreException) {
            false
        }

    /** Not over what somebody else puts there in this moment. */
    private suspend fun isWrittenOver(
        stored: Token?,
        key: TokenKey,
        token: Token,
    ): Boolean {
        if (stored != null) return store.replace(key, stored, token)
        store.put(key, token)
        return true
    }

    private fun Entry.alive(): Token? = token.takeUnless { it.isStale(clock.now()) }

    private fun inMemory(cause: StoreException): String =
        "The token is good but could not be stored, so it is kept in memory until that works, or this program ends. " +
            "Other programs do not have it. ${cause.message}"

    private companion object {
        /** How long a store that could not be written is left alone. */
        val RETRY_AFTER = 30.seconds

        /** How long a caller whose token is good waits for its being written. */
        val PATIENCE = 1.seconds
    }
}
