package io.github.oidcauth.redis.internal

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration

/**
 * Those in this process who want the same key take turns, first come, first served, so that one of them asks Redis. A key costs memory
 * only while someone holds or awaits it. Waiting is cancellable.
 */
internal class LocalTurns<K : Any> {
    private class Turn {
        val mutex = Mutex()
        var users = 0
    }

    private val turns = ConcurrentHashMap<K, Turn>()

    /** How many keys someone holds or awaits. */
    val size: Int get() = turns.size

    /** Runs [action] when it is our turn, or returns [late] when that is not so within [patience]. */
    suspend fun <T> withTurn(
        key: K,
        patience: Duration,
        late: () -> T,
        action: suspend () -> T,
    ): T {
        // compute() is atomic for a key, and publishes the count.
        val turn = checkNotNull(turns.compute(key) { _, known -> (known ?: Turn()).also { it.users++ } })
        var isOurs = false
        try {
            withTimeoutOrNull(patience) {
                turn.mutex.lock()
                isOurs = true
            }
            return if (isOurs) action() else late()
        } finally {
            if (isOurs) turn.mutex.unlock()
            turns.compute(key) { _, known -> known?.takeIf { --it.users > 0 } }
        }
    }
}
