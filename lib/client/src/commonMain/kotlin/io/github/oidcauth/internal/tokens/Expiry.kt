package io.github.oidcauth.internal.tokens

import kotlin.time.Duration
import kotlin.time.Instant

/** Returns the time from [now] to this expiry; zero if it has passed. */
internal fun Instant.timeLeft(now: Instant): Duration = (this - now).coerceAtLeast(Duration.ZERO)

/** Returns true if this expiry will have passed [leeway] after [now]. At the very time of the expiry it has passed. */
internal fun Instant.hasPassed(
    leeway: Duration,
    now: Instant,
): Boolean = this <= now + leeway
