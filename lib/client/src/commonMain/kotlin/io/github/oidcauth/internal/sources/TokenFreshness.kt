package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import io.github.oidcauth.internal.tokens.livesAtMost
import kotlin.time.Duration
import kotlin.time.Instant

/** Decides how long a token is good, and when to refresh it ahead of time. Pure. */
internal class TokenFreshness(
    /** The minimum remaining lifetime of a returned token. */
    private val leeway: Duration,
    /** The last part of the lifetime, in which the token is refreshed in the background; zero for none. */
    private val refreshAhead: Double,
) {
    /**
     * Returns the time until which [token] is good: the leeway before it expires. If no token of the server lives that long, it is
     * good for half of its lifetime; if it cannot be replaced ([isLast]), until it expires. Without a known expiry it is always good.
     */
    fun goodUntil(
        token: Token,
        isLast: Boolean,
    ): Instant {
        val end = token.expiresAt ?: return Instant.DISTANT_FUTURE
        val life = token.lifetime
        return when {
            isLast -> end
            life != null && token.livesAtMost(leeway) -> end - life / 2
            else -> end - leeway
        }
    }

    /**
     * Returns the time from which on [token], which is seen for the first time at [now] and is good until [goodUntil], is refreshed
     * in the background. [jitter] is a random number from 0 to 1, by which the processes of a fleet differ: the time is in the first
     * half of the last part of the lifetime, so that the rest is left for another try.
     */
    fun refreshAt(
        token: Token,
        goodUntil: Instant,
        now: Instant,
        jitter: Double,
    ): Instant {
        val end = token.expiresAt
        if (end == null || refreshAhead == 0.0) return goodUntil
        val part = (token.lifetime ?: (end - now)) * refreshAhead
        val start = end - part
        if (start >= goodUntil) return goodUntil
        return start + (goodUntil - start) * (jitter / 2)
    }
}
