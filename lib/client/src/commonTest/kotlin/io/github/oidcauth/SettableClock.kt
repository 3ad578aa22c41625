package io.github.oidcauth

import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant

/** A clock that stands still until it is told otherwise. */
class SettableClock(
    @Volatile var time: Instant = Instant.parse("2026-06-01T12:00:00Z"),
) : Clock {
    override fun now(): Instant = time

    operator fun plusAssign(duration: Duration) {
        time += duration
    }
}
