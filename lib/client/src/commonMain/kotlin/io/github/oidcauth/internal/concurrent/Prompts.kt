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
 * One prompt at a time for each store and key. Who waits for another's prompt takes its token, or its failure: a person who
 * said no is not asked again by everybody who waited. Thread-safe.
 */
internal class Prompts {
    /** What two logins have in common when they would ask the same person the same thing. */
    data class Subject(
        val store: Any,
        val key: TokenKey,
    )

    private class Outcome(
        val token: Token?,
        val failure: AuthException?,
    )

    private class Turn {
        val mutex = Mutex()

        /** Guarded by [guard]. */
        var users = 0

        /** How the last prompt ended. Written by who holds [mutex]. */
        @Volatile
        var last: Outcome? = null
    }

    /** Guards [turns] and their counts of users. Nothing suspends under it. */
    private val guard = Mutex()
    private val turns = mutableMapOf<Subject, Turn>()

    /** Returns whether nobody asks, and nobody waits: nothing is remembered then. */
    suspend fun isEmpty(): Boolean = guard.withLock { turns.isEmpty() }

    /**
     * Waits for its turn. Returns the result of the prompt that it waited for, else that of [found], else that of [prompt].
     * A failure of another caller's prompt that does not concern this caller is ignored.
     */
    suspend fun ask(
        subject: Subject,
        found: suspend () -> Token?,
        prompt: suspend () -> Token,
        isShared: (AuthException) -> Boolean,
    ): Token {
        val turn = guard.withLock { turns.getOrPut(subject, ::Turn).also { it.users++ } }
        val before = turn.last
        try {
            return turn.mutex.withLock {
                val awaited = turn.last?.takeIf { it !== before }
                awaited?.failure?.let { if (isShared(it)) throw it }
                awaited?.token ?: found() ?: promptFor(turn, prompt)
            }
        } finally {
            withContext(NonCancellable) {
                guard.withLock { if (--turn.users == 0) turns.remove(subject) }
            }
        }
    }

    private suspend fun promptFor(
        turn: Turn,
        prompt: suspend () -> Token,
    ): Token =
        try {
            prompt().also { turn.last = Outcome(it, failure = null) }
        } catch (e: AuthException) {
            turn.last = Outcome(token = null, e)
            throw e
        }
}
