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
 * One prompt at a time for each store and key. Who waits for another's prompt takes its token, or its failure: a user who
 * said no is not asked again by everybody who waited. Thread-safe.
 */
internal class Prompts {
    /** What two logins have in common when they would ask the same user the same thing. */
    data class StoreKey(
        val store: Any,
        val key: TokenKey,
    )

    private class Outcome(
        val token: Token?,
        val failure: AuthException?,
    )

    private class Slot {
        val mutex = Mutex()

        /** Guarded by [guard]. */
        var users = 0

        /** How the last prompt ended. Written by who holds [mutex]. */
        @Volatile
        var last: Outcome? = null
    }

    /** Guards [slots] and their counts of users. Nothing suspends under it. */
    private val guard = Mutex()
    private val slots = mutableMapOf<StoreKey, Slot>()

    /** Returns whether nobody asks, and nobody waits: nothing is remembered then. */
    suspend fun isEmpty(): Boolean = guard.withLock { slots.isEmpty() }

    /**
     * Waits for its turn. Returns the result of the prompt that it waited for, else that of [found], else that of [prompt].
     * A failure of another caller's prompt that does not concern this caller is ignored.
     */
    suspend fun ask(
        storeKey: StoreKey,
        found: suspend () -> Token?,
        prompt: suspend () -> Token,
        isShared: (AuthException) -> Boolean,
    ): Token {
        val slot = guard.withLock { slots.getOrPut(storeKey, ::Slot).also { it.users++ } }
        val before = slot.last
        try {
            return slot.mutex.withLock {
                val awaited = slot.last?.takeIf { it !== before }
                awaited?.failure?.let { if (isShared(it)) throw it }
                awaited?.token ?: found() ?: promptFor(slot, prompt)
            }
        } finally {
            withContext(NonCancellable) {
                guard.withLock { if (--slot.users == 0) slots.remove(storeKey) }
            }
        }
    }

    private suspend fun promptFor(
        slot: Slot,
        prompt: suspend () -> Token,
    ): Token =
        try {
            prompt().also { slot.last = Outcome(it, failure = null) }
        } catch (e: AuthException) {
            slot.last = Outcome(token = null, e)
            throw e
        }
}
