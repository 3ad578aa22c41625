package io.github.oidcauth.internal.sources

import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Decides how long a server that has failed gets no request. Pure. */
internal object BackOff {
    private val FIRST = 1.seconds
    private val LONGEST = 1.minutes

    /** A server under maintenance may name a longer time than [LONGEST], but not any time. */
    private val LONGEST_OF_SERVER = 1.hours
    private const val DOUBLINGS = 6

    /**
     * Returns the time to wait after [failures] failures in a row: from half of the time to all of it, as [jitter], a random number
     * from 0 to 1, says. It doubles each time. [retryAfter] is the least time, as the server demands.
     */
    fun delay(
        failures: Int,
        retryAfter: Duration?,
        jitter: Double,
    ): Duration {
        val whole = (FIRST * (1 shl (failures - 1).coerceIn(0, DOUBLINGS))).coerceAtMost(LONGEST)
        val own = whole * (0.5 + jitter / 2)
        return maxOf(own, (retryAfter ?: Duration.ZERO).coerceAtMost(LONGEST_OF_SERVER))
    }
}
