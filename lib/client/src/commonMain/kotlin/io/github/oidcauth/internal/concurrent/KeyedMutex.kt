package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.sync.Mutex

/**
 * A mutex for each key. Guards whatever its owner says the key stands for; anything may happen under it but asking for the
 * same key again, which would wait for ever.
 *
 * First come, first served. Waiting is cancellable. A key costs memory only while someone holds or awaits it. Thread-safe, and
 * itself without a lock: giving a key back never waits, so cancellation cannot keep it from being given back.
 */
internal class KeyedMutex<K : Any> {
    private class Slot(
        val mutex: Mutex,
        val users: Int,
    )

    private val slots = MutableStateFlow(emptyMap<K, Slot>())

    /** What someone holds or awaits in this moment. */
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

    /** Waits for [key]. Who gets it calls [unlock] afterwards; who is cancelled while waiting does not. */
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

    /** Takes [key] when nobody holds or awaits it, and says whether it did. Who gets it calls [unlock] afterwards. */
    fun tryLock(key: K): Boolean {
        val slot = Slot(Mutex(locked = true), users = 1)
        while (true) {
            val before = slots.value
            if (key in before) return false
            if (slots.compareAndSet(before, before + (key to slot))) return true
        }
    }

    /** Gives back [key]. For who holds it. */
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
