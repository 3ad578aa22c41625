package io.github.oidcauth.testing.internal

import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import kotlin.time.Clock
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinInstant
import java.time.Clock as JavaClockType

/** Shows [clock] as a clock of Java. */
internal class JavaClock(
    private val clock: Clock,
    private val zone: ZoneId = ZoneOffset.UTC,
) : JavaClockType() {
    override fun instant(): Instant = clock.now().toJavaInstant()

    override fun getZone(): ZoneId = zone

    override fun withZone(zone: ZoneId): JavaClockType = JavaClock(clock, zone)

    override fun toString(): String = "$clock"
}

/** Shows a clock of Java as one of Kotlin. */
internal fun JavaClockType.toKotlinClock(): Clock =
    object : Clock {
        override fun now() = instant().toKotlinInstant()
    }
