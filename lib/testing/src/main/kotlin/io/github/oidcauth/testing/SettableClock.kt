package io.github.oidcauth.testing

import java.util.concurrent.atomic.AtomicReference
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant
import kotlin.time.toKotlinDuration
import kotlin.time.toKotlinInstant

/**
 * A clock that stands still until it is set: `clock += 69.seconds`. It may be set back.
 *
 * Thread-safe. Two clocks are never equal, so that stores with different clocks are not equal.
 */
public class SettableClock
    @JvmOverloads
    constructor(
        time: Instant = DEFAULT_TIME,
    ) : Clock {
        private val current = AtomicReference(time)

        /** The time that [now] returns. */
        public var time: Instant
            get() = current.get()
            set(value) = current.set(value)

        override fun now(): Instant = time

        /** Sets [time]. */
        public fun setTime(time: java.time.Instant): Unit = current.set(time.toKotlinInstant())

        /** Moves the clock forward by [duration], or back if it is negative. */
        @JvmSynthetic
        public operator fun plusAssign(duration: Duration) {
            current.updateAndGet { it + duration }
        }

        /** Moves the clock forward by [duration], or back if it is negative. */
        public fun advance(duration: java.time.Duration): Unit = plusAssign(duration.toKotlinDuration())

        override fun toString(): String = "SettableClock($time)"

        public companion object {
            /** The initial time of a clock by default: noon of 1 June 2026, UTC. */
            @JvmField
            public val DEFAULT_TIME: Instant = Instant.parse("2026-06-01T12:00:00Z")
        }
    }
