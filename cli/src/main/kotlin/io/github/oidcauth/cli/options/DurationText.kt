package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.parameters.options.NullableOption
import com.github.ajalt.clikt.parameters.options.RawOption
import com.github.ajalt.clikt.parameters.options.convert
import io.github.oidcauth.cli.onOneLine
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Durations on the command line and in files: a number of seconds such as `300`, or `90s`, `5m`, `1h`, `2d`, `1h30m`. */
internal object DurationText {
    private val units = listOf("d" to 1.days, "h" to 1.hours, "m" to 1.minutes, "s" to 1.seconds)

    /** The largest units first, each at most once. Nine digits are more than any server grants, and cannot overflow. */
    private val pattern = Regex(units.joinToString("") { (unit, _) -> "(?:([0-9]{1,9})$unit)?" })
    private val number = Regex("[0-9]{1,9}")

    /** Returns the duration in [text], or null if it is none. */
    fun parse(text: String): Duration? {
        if (number.matches(text)) return text.toInt().seconds
        val amounts = pattern.matchEntire(text.lowercase())?.groups?.drop(1)?.map { it?.value?.toInt() } ?: return null
        if (amounts.all { it == null }) return null
        return amounts.zip(units) { amount, (_, unit) -> unit * (amount ?: 0) }.fold(Duration.ZERO, Duration::plus)
    }

    /** Returns a sentence that says that [text] is not a duration of at least [min]. */
    fun fault(
        text: String,
        min: Duration,
    ): String {
        val example = "Write a number of seconds, such as 300, or 90s, 5m, 1h"
        val shown = "'${text.onOneLine()}'"
        return if (parse(text) == null) "$shown is not a time. $example." else "$shown is too short: $min is the least. $example."
    }
}

/** Reads the value as a duration of at least [min]. */
internal fun RawOption.duration(min: Duration = Duration.ZERO): NullableOption<Duration, Duration> =
    convert("TIME") { text -> DurationText.parse(text)?.takeIf { it >= min } ?: fail(DurationText.fault(text, min)) }
