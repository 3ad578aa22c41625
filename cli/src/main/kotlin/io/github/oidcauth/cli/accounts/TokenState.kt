// Tested by TokenTableTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** The state of a stored token at one time: usable, refreshable, or neither. Pure. */
internal enum class TokenState(
    /** The word in JSON. */
    val word: String,
) {
    VALID("valid"),
    REFRESHABLE("refreshable"),
    EXPIRED("expired"),
    ;

    companion object {
        /** Returns the state of [token] at [now]. A refresh token without a known end may have been revoked by the server. */
        fun of(
            token: StoredToken,
            now: Instant,
        ): TokenState {
            val end = token.expiresAt
            val refreshEnd = token.refreshExpiresAt
            return when {
                end == null || end > now -> VALID
                token.hasRefreshToken && (refreshEnd == null || refreshEnd > now) -> REFRESHABLE
                else -> EXPIRED
            }
        }

        /** Returns the state in words of a table, such as `valid 59m`. */
        fun short(
            token: StoredToken,
            now: Instant,
        ): String =
            when (of(token, now)) {
                VALID -> token.expiresAt?.let { "valid ${rough(it - now)}" } ?: "valid"
                REFRESHABLE -> "refresh"
                EXPIRED -> "expired"
            }

        /** Returns [time] in its largest unit, rounded down. */
        fun rough(time: Duration): String =
            when {
                time >= 100.days * YEARS -> "long"
                time >= 2.days -> "${time.inWholeDays}d"
                time >= 2.hours -> "${time.inWholeHours}h"
                time >= 1.minutes -> "${time.inWholeMinutes}m"
                else -> "${maxOf(time, 0.seconds).inWholeSeconds}s"
            }

        private const val YEARS = 365
    }
}
