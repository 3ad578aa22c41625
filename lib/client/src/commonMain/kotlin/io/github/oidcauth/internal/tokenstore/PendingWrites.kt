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
    sealed interface Before {
        class Known(
            val token: Token?,
        ) : Before

        data object Unreadable : Before
    }

    class Entry(
        val token: Token,
        val before: Before,
        val keptAt: Instant,
        /** When the store was last asked to write it. */
        val triedAt: Instant,
    ) {
        fun tried(now: Instant): Entry = Entry(token, before, keptAt, now)

        /**
         * Whether somebody has put [stored] into the store since, or removed what was there. To make a token forget its refresh token, or
         * its end, is neither: whoever does so has found out that it is used up.
         */
        fun isOvertakenBy(
            stored: Token?,
            now: Instant,
        ): Boolean =
            when (before) {
                is Before.Unreadable -> {
                    stored == token || stored?.isUsable(now, Duration.ZERO) == true
                }

                is Before.Known -> {
                    val old = before.token
                    when {
                        stored == null -> old != null && !old.isStale(now)
                        old == null || stored == token || stored.accessToken != old.accessToken -> true
                        else -> stored.refreshToken != null && stored.refreshToken != old.refreshToken
                    }
                }
            }
    }

    private val entries = MutableStateFlow(emptyMap<Prompts.Subject, Entry>())

    /** Those that are being written at this moment, and whether they were removed since that began. */
    private val writing = MutableStateFlow(emptyMap<Prompts.Subject, Boolean>())

    /** Who may refresh a token that is here, when the store has no lock to give, or write it. */
    val turns: KeyedMutex<Prompts.Subject> = KeyedMutex()

    val isEmpty: Boolean get() = entries.value.isEmpty()

    operator fun get(subject: Prompts.Subject): Entry? = entries.value[subject]

    /** Those of one store. */
    fun of(store: Any): Map<TokenKey, Entry> = entries.value.filterKeys { it.store == store }.mapKeys { it.key.key }

    /** Returns whether there was none for [subject] before. */
    fun keep(
        subject: Prompts.Subject,
        entry: Entry,
    ): Boolean {
        while (true) {
            val before = entries.value
            val living = (before - subject).filterValues { !it.token.isStale(entry.keptAt) }
            val after =
                living.entries.drop((living.size - capacity + 1).coerceAtLeast(0)).associate { it.toPair() } + (subject to entry)
            if (entries.compareAndSet(before, after)) return subject !in before
        }
    }

    /** Puts [after] in the place of [entry], if that is still there. Returns whether it was. */
    fun replace(
        subject: Prompts.Subject,
        entry: Entry,
        after: Entry,
    ): Boolean {
        while (true) {
            val before = entries.value
            if (before[subject] !== entry) return false
            if (entries.compareAndSet(before, before + (subject to after))) return true
        }
    }

    fun forget(
        subject: Prompts.Subject,
        entry: Entry,
    ): Unit = entries.update { if (it[subject] === entry) it - subject else it }

    /** Forgets what has been written, or is older than what has. Returns whether there was one. */
    fun forget(subject: Prompts.Subject): Boolean {
        while (true) {
            val before = entries.value
            if (subject !in before) return false
            if (entries.compareAndSet(before, before - subject)) return true
        }
    }

    /**
     * Forgets a token that is to be removed. To be called before it is removed from the store, so that a write of it in this
     * moment is either over or is told of the removal. Returns true if there was one.
     */
    fun remove(subject: Prompts.Subject): Boolean {
        markRemoved(subject)
        return forget(subject)
    }

    /** The same of [entry] alone, if that is still there. */
    fun remove(
        subject: Prompts.Subject,
        entry: Entry,
    ) {
        markRemoved(subject)
        forget(subject, entry)
    }

    /** [remove] of all tokens of one store. */
    fun removeAll(store: Any) {
        writing.update { before -> before.mapValues { (subject, isRemoved) -> isRemoved || subject.store == store } }
        entries.update { before -> before.filterKeys { it.store != store } }
    }

    /** Runs [write], which can ask whether [subject] was removed meanwhile. To be called under the lock of the key. */
    suspend fun <T> writing(
        subject: Prompts.Subject,
        write: suspend (isRemoved: () -> Boolean) -> T,
    ): T {
        writing.update { it + (subject to false) }
        try {
            return write { writing.value[subject] == true }
        } finally {
            writing.update { it - subject }
        }
    }

    private fun markRemoved(subject: Prompts.Subject): Unit =
        writing.update { if (subject in it) it + (subject to true) else it }

    private companion object {
        const val MAX_TOKENS = 1_000
    }
}
