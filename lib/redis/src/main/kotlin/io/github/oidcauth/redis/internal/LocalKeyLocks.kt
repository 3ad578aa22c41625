package io.github.oidcauth.redis.internal

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration

/**
 * Those in this process who want the same key take turns, first come, first served, so that one of them asks Redis. A key costs memory
 * only while someone holds or awaits it. Waiting is cancellable.
 */
internal class LocalKeyLocks<K : Any> {
    private class Turn {
        val mutex = Mutex()
        var users = 0
    }

    private val locks = ConcurrentHashMap<K, Turn>()

    /** How many keys someone holds or awaits. */
    val size: Int get() = locks.size

    /** Runs [action] when it is our turn, or returns [onTimeout] when that is not so within [lockTimeout]. */
    suspend fun <T> withKeyLock(
        key: K,
        lockTimeout: Duration,
        onTimeout: () -> T,
        action: suspend () -> T,
    ): T {
        // compute() is atomic for a key, and publishes the count.
        val turn = checkNotNull(locks.compute(key) { _, known -> (known ?: Turn()).also { it.users++ } })
        var isOurs = false
        try {
            withTimeoutOrNull(lockTimeout) {
                turn.mutex.lock()
                isOurs = true
            }
            return if (isOurs) action() else onTimeout()
        } finally {
            if (isOurs) turn.mutex.unlock()
            locks.compute(key) { _, known -> known?.takeIf { --it.users > 0 } }
        }
    }
}
