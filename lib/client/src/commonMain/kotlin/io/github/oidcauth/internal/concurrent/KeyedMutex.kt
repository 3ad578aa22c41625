package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.sync.Mutex

/**
 * A mutex for each key. It guards the state that its owner names. The only thing forbidden under the lock is locking the same key
 * again, which would wait forever.
 *
 * Callers get the lock in the order of their calls. Waiting is cancellable. A key takes memory only while a caller holds or
 * awaits it. Thread-safe, and itself without a lock: unlocking never waits, so cancellation cannot prevent it.
 */
internal class KeyedMutex<K : Any> {
    private class Slot(
        val mutex: Mutex,
        val users: Int,
    )

    private val slots = MutableStateFlow(emptyMap<K, Slot>())

    /** The keys that a caller holds or awaits at this moment. */
    val keys: Set<K> get() = slots.value.keys

    suspend fun <T> withLock(
        key: K,
        action: suspend () -> T,
    ): T {
        lock(key)
        try {
            return action()
        } finally {
            unlock(key)
        }
    }

    /**
     * Waits for [key]. The caller that gets it must call [unlock] afterwards; a caller that is cancelled while waiting must not.
     */
    suspend fun lock(key: K) {
        val mutex = enter(key)
        var isLocked = false
        try {
            mutex.lock()
            isLocked = true
        } finally {
            if (!isLocked) leave(key)
        }
    }

    /**
     * Locks [key] if no caller holds or awaits it, and returns whether it did. On true, the caller must call [unlock] afterwards.
     */
    fun tryLock(key: K): Boolean {
        val slot = Slot(Mutex(locked = true), users = 1)
        while (true) {
            val before = slots.value
            if (key in before) return false
            if (slots.compareAndSet(before, before + (key to slot))) return true
        }
    }

    /** Unlocks [key]. Only the caller that holds it may call this. */
    fun unlock(key: K) {
        slots.value.getValue(key).mutex.unlock()
        leave(key)
    }

    private fun enter(key: K): Mutex {
        while (true) {
            val before = slots.value
            val slot = before[key].let { Slot(it?.mutex ?: Mutex(), 1 + (it?.users ?: 0)) }
            if (slots.compareAndSet(before, before + (key to slot))) return slot.mutex
        }
    }

    private fun leave(key: K) {
        slots.update { before ->
            val slot = before.getValue(key)
            if (slot.users == 1) before - key else before + (key to Slot(slot.mutex, slot.users - 1))
        }
    }
}
