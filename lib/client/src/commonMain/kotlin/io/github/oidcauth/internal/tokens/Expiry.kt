package io.github.oidcauth.internal.tokens

import kotlin.time.Duration
import kotlin.time.Instant

/** @see io.github.oidcauth.Token.EXPIRY_LEEWAY */
internal const val EXPIRY_LEEWAY_SECONDS: Int = 60

/** Returns the time from [now] to this expiry; zero if it has passed. */
internal fun Instant.timeLeft(now: Instant): Duration = (this - now).coerceAtLeast(Duration.ZERO)

/** Returns true if a token with this expiry will still be valid [leeway] after [now]; one without a known expiry counts as valid. */
internal fun Instant?.isAhead(
    now: Instant,
    leeway: Duration,
): Boolean = this == null || now + leeway < this

/** Returns true if this expiry will have passed [leeway] after [now]. At the very time of the expiry it has passed. */
internal fun Instant.hasPassed(
    leeway: Duration,
    now: Instant,
): Boolean = this <= now + leeway
