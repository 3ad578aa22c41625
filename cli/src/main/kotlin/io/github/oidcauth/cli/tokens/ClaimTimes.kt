package io.github.oidcauth.cli.tokens

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull
import kotlin.math.absoluteValue
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** The times among the claims of a token, in a form for people: `2026-11-30T18:20:00Z, in 5 min`. */
internal object ClaimTimes {
    private val names = listOf("iat", "nbf", "exp", "auth_time", "updated_at")
    private val units = listOf(1.days to "d", 1.hours to "h", 1.minutes to "min", 1.seconds to "s")

    /** The end of the year 9999. */
    private const val MAX_SECONDS = 253_402_300_799.0

    /** Returns the times in [claims] by the names of their claims, as seen at [now]. */
    fun of(
        claims: JsonObject,
        now: Instant,
    ): Map<String, String> =
        names.mapNotNull { name -> timeIn(claims, name)?.let { name to "$it, ${distance(it - now)}" } }.toMap()

    /** Returns the time in the claim [name], or null if it is none. */
    fun timeIn(
        claims: JsonObject,
        name: String,
    ): Instant? =
        (claims[name] as? JsonPrimitive)?.takeIf { !it.isString }?.doubleOrNull
            ?.takeIf { it.absoluteValue <= MAX_SECONDS }
            ?.let { Instant.fromEpochSeconds(it.toLong()) }

    /** Returns [time] from now in words, in its largest unit: `in 5 min`, `3 d ago`, `now`. */
    fun distance(time: Duration): String {
        val length = time.absoluteValue
        val (unit, name) = units.find { (unit, _) -> length >= unit } ?: return "now"
        val count = (length / unit).toLong()
        return if (time.isNegative()) "$count $name ago" else "in $count $name"
    }
}
