// Tested by TestingFromJavaTest.
package io.github.oidcauth.testing

import io.github.oidcauth.testing.internal.JavaClock
import java.util.concurrent.atomic.AtomicReference
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinDuration
import kotlin.time.toKotlinInstant
import java.time.Clock as JavaClockType
import java.time.Duration as JavaDuration
import java.time.Instant as JavaInstant

/**
 * A clock that stands still until it is set: `clock += 69.seconds`, in Java `clock.advance(Duration.ofSeconds(69))`. It may be
 * set back.
 *
 * Thread-safe. Two clocks are never equal, so that stores with different clocks are not equal.
 */
public class SettableClock(
    time: JavaInstant,
) : Clock {
    /** Makes a clock that shows noon of 1 June 2026, UTC. */
    public constructor() : this(DEFAULT_TIME.toJavaInstant())

    private val current = AtomicReference(time.toKotlinInstant())
    private val inJava = JavaClock(this)

    /** The time that [now] returns. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    public var time: Instant
        get() = current.get()
        set(value) = current.set(value)

    @JvmSynthetic
    override fun now(): Instant = time

    /** Returns the time that this clock shows, as a value of Java. */
    public fun getTime(): JavaInstant = time.toJavaInstant()

    /** Sets [time]. */
    public fun setTime(time: JavaInstant): Unit = current.set(time.toKotlinInstant())

    /** Returns this clock as one of Java, which shows what this one shows, always the same object. */
    public fun toJavaClock(): JavaClockType = inJava

    /** Moves the clock forward by [duration], or back if it is negative. */
    @JvmSynthetic
    public operator fun plusAssign(duration: Duration) {
        current.updateAndGet { it + duration }
    }

    /** Moves the clock forward by [duration], or back if it is negative. */
    public fun advance(duration: JavaDuration): Unit = plusAssign(duration.toKotlinDuration())

    override fun toString(): String = "SettableClock($time)"

    public companion object {
        /** The initial time of a clock by default: noon of 1 June 2026, UTC. */
        @get:JvmSynthetic
        public val DEFAULT_TIME: Instant = Instant.parse("2026-06-01T12:00:00Z")
    }
}

/** Makes a clock that shows [time]. */
@JvmSynthetic
public fun SettableClock(time: Instant): SettableClock = SettableClock(time.toJavaInstant())
