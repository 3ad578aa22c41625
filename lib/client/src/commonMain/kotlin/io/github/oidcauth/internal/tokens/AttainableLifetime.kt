package io.github.oidcauth.internal.tokens

import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Instant

/** @see TokenTimes.livesAtMost */
internal fun Token.livesAtMost(minTtl: Duration): Boolean = times.livesAtMost(minTtl)

/** @see TokenTimes.isGood */
internal fun Token.isGood(
    now: Instant,
    minTtl: Duration,
): Boolean = times.isGood(now, minTtl)
