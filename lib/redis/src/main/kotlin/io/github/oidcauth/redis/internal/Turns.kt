package io.github.oidcauth.redis.internal

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.concurrent.ConcurrentHashMap

/**
 * Those in this process who want the same key take turns, first come, first served, so that one of them asks Redis. A key costs memory
 * only while someone holds or awaits it. Waiting is cancellable.
 */
internal class Turns<K : Any> {
    private class Turn {
        val mutex = Mutex()
        var users = 0
    }

    private val turns = ConcurrentHashMap<K, Turn>()

    /** How many keys someone holds or awaits. */
    val size: Int get() = turns.size

    suspend fun <T> withTurn(
        key: K,
        action: suspend () -> T,
    ): T {
        // compute() is atomic for a key, and publishes the count.
        val turn = checkNotNull(turns.compute(key) { _, known -> (known ?: Turn()).also { it.users++ } })
        try {
            return turn.mutex.withLock { action() }
        } finally {
            turns.compute(key) { _, known -> known?.takeIf { --it.users > 0 } }
        }
    }
}
