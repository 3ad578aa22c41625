package io.github.oidcauth.internal.tokens

import kotlin.time.Clock
import kotlin.time.Instant
import kotlin.time.toKotlinInstant
import java.time.Clock as JavaClock

/** Returns a clock with the time of this one. Two of equal clocks are equal. */
internal fun JavaClock.toKotlinClock(): Clock = KotlinClock(this)

private data class KotlinClock(
    private val clock: JavaClock,
) : Clock {
    override fun now(): Instant = clock.instant().toKotlinInstant()
}
