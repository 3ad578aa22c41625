package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.concurrent.KeyedMutex
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.tokenfile.document.isStale
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlin.time.Duration
import kotlin.time.Instant

/**
 * Tokens that could not be written to their stores, in memory until the process ends. Without them a process would continue with
 * a refresh token that it has already used. Holds at most [capacity] tokens; the oldest is dropped first. Thread-safe, without a
 * lock.
 */
internal class PendingWrites(
    private val capacity: Int = MAX_TOKENS,
) {
    /** Content of the store before. */
    sealed interface PreviousState {
        class Known(
            val token: Token?,
        ) : PreviousState

        data object Unreadable : PreviousState
    }

    class Entry(
        val token: Token,
        val before: PreviousState,
        val keptAt: Instant,
        /** Time of the last attempt to write it. */
        val triedAt: Instant,
    ) {
        fun withTriedAt(now: Instant): Entry = Entry(token, before, keptAt, now)

        /**
         * Returns whether another writer has stored [stored] since, or removed the stored token. Removing only the refresh token,
         * or setting an expiry, does not count: the writer has found that it was used up.
         */
        fun isSupersededBy(
            stored: Token?,
            now: Instant,
        ): Boolean =
            when (before) {
                is PreviousState.Unreadable -> {
                    stored == token || stored?.isUsable(now, Duration.ZERO) == true
                }

                is PreviousState.Known -> {
                    val old = before.token
                    when {
                        stored == null -> old != null && !old.isStale(now)
                        old == null || stored == token || stored.accessToken != old.accessToken -> true
                        else -> stored.refreshToken != null && stored.refreshToken != old.refreshToken
                    }
                }
            }
    }

    private val entries = MutableStateFlow(emptyMap<Prompts.StoreKey, Entry>())

    /** The entries that are being written at this moment; true if they were removed meanwhile. */
    private val writesInProgress = MutableStateFlow(emptyMap<Prompts.StoreKey, Boolean>())

    /** Locks for refreshing a token that is here when the store has no lock to give, and for writing it. */
    val locks: KeyedMutex<Prompts.StoreKey> by lazy { KeyedMutex() }

    /** The changes of the stores whose tokens may be here. */
    val changes: StoreChanges = StoreChanges()

    val isEmpty: Boolean get() = entries.value.isEmpty()

    operator fun get(storeKey: Prompts.StoreKey): Entry? = entries.value[storeKey]

    /** Returns the entries of one store. */
    fun of(store: Any): Map<TokenKey, Entry> = entries.value.filterKeys { it.store == store }.mapKeys { it.key.key }

    /** Keeps [entry] for [storeKey]. Returns whether there was none before. */
    fun keep(
        storeKey: Prompts.StoreKey,
        entry: Entry,
    ): Boolean {
        while (true) {
            val before = entries.value
            val living = (before - storeKey).filterValues { !it.token.isStale(entry.keptAt) }
            val after =
                living.entries.drop((living.size - capacity + 1).coerceAtLeast(0)).associate { it.toPair() } + (storeKey to entry)
            if (entries.compareAndSet(before, after)) return storeKey !in before
        }
    }

    /** Replaces [entry] by [after], if it is still there. Returns whether it was. */
    fun replace(
        storeKey: Prompts.StoreKey,
        entry: Entry,
        after: Entry,
    ): Boolean {
        while (true) {
            val before = entries.value
            if (before[storeKey] !== entry) return false
            if (entries.compareAndSet(before, before + (storeKey to after))) return true
        }
    }

    fun forget(
        storeKey: Prompts.StoreKey,
        entry: Entry,
    ): Unit = entries.update { if (it[storeKey] === entry) it - storeKey else it }

    /** Forgets the entry of [storeKey]. Returns whether there was one. */
    fun forget(storeKey: Prompts.StoreKey): Boolean {
        while (true) {
            val before = entries.value
            if (storeKey !in before) return false
            if (entries.compareAndSet(before, before - storeKey)) return true
        }
    }

    /**
     * Forgets a token that is to be removed. Call this before it is removed from the store, so that a concurrent write has either
     * ended or learns of the removal. Returns true if there was one.
     */
    fun remove(storeKey: Prompts.StoreKey): Boolean {
        markRemoved(storeKey)
        return forget(storeKey)
    }

    /** Removes [entry] in the same way, if it is still there. */
    fun remove(
        storeKey: Prompts.StoreKey,
        entry: Entry,
    ) {
        markRemoved(storeKey)
        forget(storeKey, entry)
    }

    /** Does the same for all tokens of one store. */
    fun removeAll(store: Any) {
        writesInProgress.update { before -> before.mapValues { (storeKey, isRemoved) -> isRemoved || storeKey.store == store } }
        entries.update { before -> before.filterKeys { it.store != store } }
    }

    /** Runs [write], which can check whether [storeKey] was removed meanwhile. Call this under the lock of the key. */
    suspend fun <T> trackWrite(
        storeKey: Prompts.StoreKey,
        write: suspend (isRemoved: () -> Boolean) -> T,
    ): T {
        writesInProgress.update { it + (storeKey to false) }
        try {
            return write { writesInProgress.value[storeKey] == true }
        } finally {
            writesInProgress.update { it - storeKey }
        }
    }

    private fun markRemoved(storeKey: Prompts.StoreKey): Unit =
        writesInProgress.update { if (storeKey in it) it + (storeKey to true) else it }

    private companion object {
        const val MAX_TOKENS = 1_000
    }
}
