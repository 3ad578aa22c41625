package io.github.oidcauth.cli.doctor

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Compares this machine's clock with the `Date` of a response, which has whole seconds (RFC 9110 §6.6.1). Pure. */
internal object ClockSkew {
    private const val NAME = "clock"

    /** More than the leeway for times in tokens. */
    private val NOTICEABLE = 30.seconds
    private val HARMFUL = 5.minutes

    /** Returns the check for a response of [date], which a cache has kept for [age], received at [now]. */
    fun check(
        date: Instant?,
        now: Instant,
        age: Duration = Duration.ZERO,
    ): Check {
        if (date == null) return Check.ok(NAME, "not compared: the server sends no date")
        val skew = now - (date + age)
        val text = "${skew.absoluteValue.inWholeSeconds} seconds ${if (skew.isNegative()) "behind" else "ahead of"} the server's"
        return when {
            skew.absoluteValue <= NOTICEABLE -> Check.ok(
                NAME,
                "agrees with the server's, within ${NOTICEABLE.inWholeSeconds} seconds",
            )

            skew.absoluteValue <= HARMFUL -> Check.warning(NAME, "$text. Tokens seem to expire at other times. Set it, by NTP.")

            else -> Check.failed(NAME, "$text. Tokens are refused, or used after their expiry. Set it, by NTP.")
        }
    }

    /** Returns a warning if the clock was set during the checks, of which a steady clock has counted [steady], else null. */
    fun jump(
        steady: Duration,
        elapsed: Duration,
    ): Check? {
        val jump = elapsed - steady
        if (jump.absoluteValue <= JUMP) return null
        return Check.warning(NAME, "was set by ${jump.inWholeSeconds} seconds during these checks. Run them again.")
    }

    private val JUMP = 1.seconds
}
