package io.github.oidcauth.redis.internal

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration

/**
 * Orders the callers of this process that want the same key, first come, first served, so that one of them asks Redis at a
 * time. A key uses memory only while a caller holds or awaits it. Waiting is cancellable.
 */
internal class LocalKeyLocks<K : Any> {
    private class Turn {
        val mutex = Mutex()
        var users = 0
    }

    private val locks = ConcurrentHashMap<K, Turn>()

    /** The number of keys that a caller holds or awaits. */
    val size: Int get() = locks.size

    /** Runs [action] when it is the caller's turn, or returns [onTimeout] if that is not so within [lockTimeout]. */
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
