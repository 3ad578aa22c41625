package io.github.oidcauth.internal.session

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

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

    private class Turn {
        val mutex = Mutex()
        var users = 0

        /** Written and read by who holds [mutex]. */
        var failure: AuthException? = null
    }

    /** Guards [turns] and their counts of users. Nothing suspends under it. */
    private val guard = Mutex()
    private val turns = mutableMapOf<Subject, Turn>()

    /** Waits for its turn, and returns what [found] finds then, or else what [prompt] brings. */
    suspend fun ask(
        subject: Subject,
        found: suspend () -> Token?,
        prompt: suspend () -> Token,
    ): Token {
        val turn = guard.withLock { turns.getOrPut(subject, ::Turn).also { it.users++ } }
        try {
            return turn.mutex.withLock {
                turn.failure?.let { throw it }
                found() ?: promptFor(turn, prompt)
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
            prompt()
        } catch (e: AuthException) {
            turn.failure = e
            throw e
        }
}
