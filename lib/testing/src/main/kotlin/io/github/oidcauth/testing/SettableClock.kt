package io.github.oidcauth.testing

import java.util.concurrent.atomic.AtomicReference
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant
import kotlin.time.toKotlinDuration
import kotlin.time.toKotlinInstant

/**
 * A clock that stands still until it is told otherwise: `clock += 69.seconds`. It may be put back.
 *
 * Thread-safe. Two clocks are never equal, so that stores with different ones are not taken for the same.
 */
public class SettableClock
    @JvmOverloads
    constructor(
        time: Instant = DEFAULT_TIME,
    ) : Clock {
        private val current = AtomicReference(time)

        /** What [now] returns. */
        public var time: Instant
            get() = current.get()
            set(value) = current.set(value)

        override fun now(): Instant = time

        /** Sets [time]. */
        public fun setTime(time: java.time.Instant): Unit = current.set(time.toKotlinInstant())

        /** Puts the clock forward by [duration], or back when that is negative. */
        @JvmSynthetic
        public operator fun plusAssign(duration: Duration) {
            current.updateAndGet { it + duration }
        }

        /** Puts the clock forward by [duration], or back when that is negative. */
        public fun advance(duration: java.time.Duration): Unit = plusAssign(duration.toKotlinDuration())

        override fun toString(): String = "SettableClock($time)"

        public companion object {
            /** Where a clock stands when nothing else is said: noon of 1 June 2026, UTC. */
            @JvmField
            public val DEFAULT_TIME: Instant = Instant.parse("2026-06-01T12:00:00Z")
        }
    }
