package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import io.github.oidcauth.internal.tokens.hasPassed
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** The state of a source at one moment. Immutable. */
internal class SourceState(
    val held: Held? = null,
    /** The last failure, while no request is sent because of it, or null. */
    val pause: Pause? = null,
    /** The time when the token store was looked at, or null if there is none. */
    private val lookedAt: Instant? = null,
) {
    private val trustedUntil = lookedAt?.plus(TRUSTED)

    /** A token in memory. */
    class Held(
        val token: Token,
        val goodUntil: Instant,
        val refreshAt: Instant,
    ) {
        fun isUnexpired(now: Instant): Boolean = token.expiresAt?.hasPassed(Duration.ZERO, now) != true
    }

    /** The time in which a server that has failed gets no request. */
    class Pause(
        val failure: Exception,
        val failures: Int,
        private val since: Instant,
        val until: Instant,
    ) {
        /** A clock that was set back does not make the pause longer. */
        fun isOver(now: Instant): Boolean = now !in since..<until
    }

    /** Returns true if the store may have another token by now. A clock that was set back is no reason to trust the memory. */
    fun mustLook(now: Instant): Boolean = lookedAt != null && trustedUntil != null && (now < lookedAt || now >= trustedUntil)

    /** Returns the token in memory if nothing is to be done but return it. */
    fun ready(
        now: Instant,
        rejected: Token?,
    ): Token? {
        if (held == null || held.token.accessToken == rejected?.accessToken) return null
        return held.token.takeIf { now < held.goodUntil && now < held.refreshAt && !mustLook(now) }
    }

    /** Returns the token in memory if it has not expired and is not [rejected]. */
    fun unexpired(
        now: Instant,
        rejected: Token?,
    ): Token? = held?.takeIf { it.token.accessToken != rejected?.accessToken && it.isUnexpired(now) }?.token

    /** Decides what to do for a caller whose token [rejected] was refused, or who has none. */
    fun choose(
        now: Instant,
        rejected: Token?,
    ): Choice {
        val usable = held?.takeIf { it.token.accessToken != rejected?.accessToken }
        val current = pause?.takeUnless { it.isOver(now) }
        if ((usable != null || current != null) && mustLook(now)) return Choice.Look
        return when {
            usable != null && now < usable.goodUntil -> {
                Choice.Use(usable.token, isRefreshDue = current == null && now >= usable.refreshAt)
            }

            usable != null && current != null && usable.isUnexpired(now) -> {
                Choice.Use(usable.token, isRefreshDue = false)
            }

            current != null -> {
                Choice.Fail(current.failure)
            }

            else -> {
                Choice.Obtain
            }
        }
    }

    /** The decision for a caller. */
    sealed interface Choice {
        /** Return [token], and refresh it in the background if that [isRefreshDue]. */
        class Use(
            val token: Token,
            val isRefreshDue: Boolean,
        ) : Choice

        /** Look at the store, and choose again. */
        data object Look : Choice

        /** Obtain a token. */
        data object Obtain : Choice

        /** Throw [failure], without a request. */
        class Fail(
            val failure: Exception,
        ) : Choice
    }

    private companion object {
        /** The longest time for which a token is returned after it was removed from the store. */
        val TRUSTED = 1.seconds
    }
}
