package io.github.oidcauth.internal.concurrent

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlin.concurrent.Volatile

/**
 * Shows one prompt at a time for each store and key. A caller that waited for another caller's prompt gets its token or its
 * failure, so that a user who declined is not asked again by every waiting caller. Thread-safe.
 */
internal class Prompts {
    /** A store and a key in it. Two logins with equal store keys would ask the same user for the same login. */
    data class StoreKey(
        val store: Any,
        val key: TokenKey,
    )

    private class Outcome(
        val token: Token?,
        val failure: AuthException?,
        val purpose: Any?,
    )

    private class Slot {
        val mutex = Mutex()

        /** The number of callers. Guarded by [guard]. */
        var users = 0

        /** The outcome of the last prompt. Written only while [mutex] is held. */
        @Volatile
        var last: Outcome? = null
    }

    /** Guards [slots] and their counts of users. Nothing suspends under it. */
    private val guard = Mutex()
    private val slots = mutableMapOf<StoreKey, Slot>()

    /** Returns whether no caller prompts or waits. Nothing is remembered then. */
    suspend fun isEmpty(): Boolean = guard.withLock { slots.isEmpty() }

    /**
     * Waits until no other prompt for [storeKey] is shown. Returns the result of the prompt that it waited for, if that had the same
     * [purpose], else the result of [found], else the result of [prompt]. A failure of another caller's prompt is ignored unless
     * [isShared] returns true for it.
     */
    suspend fun ask(
        storeKey: StoreKey,
        found: suspend () -> Token?,
        prompt: suspend () -> Token,
        isShared: (AuthException) -> Boolean,
        /** The login that is needed: equal for callers who can share one, null for any login. */
        purpose: Any? = null,
    ): Token {
        val slot = guard.withLock { slots.getOrPut(storeKey, ::Slot).also { it.users++ } }
        val before = slot.last
        try {
            return slot.mutex.withLock {
                val awaited = slot.last?.takeIf { it !== before && it.purpose == purpose }
                awaited?.failure?.let { if (isShared(it)) throw it }
                awaited?.token ?: found() ?: promptFor(slot, purpose, prompt)
            }
        } finally {
            withContext(NonCancellable) {
                guard.withLock { if (--slot.users == 0) slots.remove(storeKey) }
            }
        }
    }

    private suspend fun promptFor(
        slot: Slot,
        purpose: Any?,
        prompt: suspend () -> Token,
    ): Token =
        try {
            prompt().also { slot.last = Outcome(it, failure = null, purpose) }
        } catch (e: AuthException) {
            slot.last = Outcome(token = null, e, purpose)
            throw e
        }
}
