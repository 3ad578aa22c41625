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
 * Tokens that their stores could not write, for as long as the process runs. Without them a process would go on with a refresh token
 * that it has used. At most [capacity]; the one that was kept first goes first. Thread-safe, without a lock.
 */
internal class PendingWrites(
    private val capacity: Int = MAX_TOKENS,
) {
    /** What the store had before. */
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
        /** When the store was last asked to write it. */
        val triedAt: Instant,
    ) {
        fun withTriedAt(now: Instant): Entry = Entry(token, before, keptAt, now)

        /**
         * Whether somebody has put [stored] into the store since, or removed what was there. To make a token forget its refresh token, or
         * its end, is neither: whoever does so has found out that it is used up.
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

    /** Those that are being written at this moment, and whether they were removed since that began. */
    private val writesInProgress = MutableStateFlow(emptyMap<Prompts.StoreKey, Boolean>())

    /** Who may refresh a token that is here, when the store has no lock to give, or write it. */
    val locks: KeyedMutex<Prompts.StoreKey> = KeyedMutex()

    val isEmpty: Boolean get() = entries.value.isEmpty()

    operator fun get(storeKey: Prompts.StoreKey): Entry? = entries.value[storeKey]

    /** Those of one store. */
    fun of(store: Any): Map<TokenKey, Entry> = entries.value.filterKeys { it.store == store }.mapKeys { it.key.key }

    /** Returns whether there was none for [storeKey] before. */
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

    /** Puts [after] in the place of [entry], if that is still there. Returns whether it was. */
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

    /** Forgets what has been written, or is older than what has. Returns whether there was one. */
    fun forget(storeKey: Prompts.StoreKey): Boolean {
        while (true) {
            val before = entries.value
            if (storeKey !in before) return false
            if (entries.compareAndSet(before, before - storeKey)) return true
        }
    }

    /**
     * Forgets a token that is to be removed. To be called before it is removed from the store, so that a write of it in this
     * moment is either over or is told of the removal. Returns true if there was one.
     */
    fun remove(storeKey: Prompts.StoreKey): Boolean {
        markRemoved(storeKey)
        return forget(storeKey)
    }

    /** The same of [entry] alone, if that is still there. */
    fun remove(
        storeKey: Prompts.StoreKey,
        entry: Entry,
    ) {
        markRemoved(storeKey)
        forget(storeKey, entry)
    }

    /** [remove] of all tokens of one store. */
    fun removeAll(store: Any) {
        writesInProgress.update { before -> before.mapValues { (storeKey, isRemoved) -> isRemoved || storeKey.store == store } }
        entries.update { before -> before.filterKeys { it.store != store } }
    }

    /** Runs [write], which can ask whether [storeKey] was removed meanwhile. To be called under the lock of the key. */
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
