package io.github.oidcauth.cli.running

import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Decides when a token is replaced before it expires, and when a failed attempt is repeated. Pure. */
internal object RefreshTime {
    /** A token whose expiry is unknown may be replaced by another program at any time. */
    private val UNKNOWN = 5.minutes
    private val LEAST = 1.seconds
    private val FIRST_PAUSE = 5.seconds
    private val LONGEST_PAUSE = 5.minutes
    private const val DOUBLINGS = 6
    private const val AHEAD = 0.2
    private const val SPREAD = 0.1

    /**
     * Returns the time to replace [token], which was obtained at [now]: when 20 to 30 percent of its remaining time are left, as
     * [jitter], a random number from 0 to 1, says. So there is time for further attempts, and not all machines come at once.
     */
    fun of(
        token: Token,
        now: Instant,
        jitter: Double,
    ): Instant {
        val end = token.expiresAt ?: return now + UNKNOWN
        val remaining = (end - now).coerceAtLeast(Duration.ZERO)
        return maxOf(end - remaining * (AHEAD + SPREAD * jitter), now + LEAST)
    }

    /**
     * Returns the pause after [failures] failures in a row: it doubles each time, from half of it to all of it as [jitter] says.
     */
    fun pauseAfter(
        failures: Int,
        jitter: Double,
    ): Duration {
        val whole = (FIRST_PAUSE * (1 shl (failures - 1).coerceIn(0, DOUBLINGS))).coerceAtMost(LONGEST_PAUSE)
        return whole * (0.5 + jitter / 2)
    }
}
