package io.github.oidcauth.internal.session

import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/** One [Mutex] for each key that somebody holds or waits for, and none for the others. Thread-safe, not reentrant. */
internal class KeyedMutex<K : Any> {
    private class Entry {
        val mutex = Mutex()
        var users = 0
    }

    /** Guards [entries] and the counts in them. Nothing suspends under it. */
    private val guard = Mutex()
    private val entries = mutableMapOf<K, Entry>()

    suspend fun <T> withLock(
        key: K,
        action: suspend () -> T,
    ): T {
        val entry = guard.withLock { entries.getOrPut(key, ::Entry).also { it.users++ } }
        try {
            return entry.mutex.withLock { action() }
        } finally {
            withContext(NonCancellable) {
                guard.withLock { if (--entry.users == 0) entries.remove(key) }
            }
        }
    }
}
