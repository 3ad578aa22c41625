package io.github.oidcauth.cli.options

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

internal class DurationTextTest : FunSpec({
    test("a number is seconds, and units can be combined") {
        val durations =
            mapOf(
                "0" to Duration.ZERO,
                "300" to 5.minutes,
                "999999999" to 999_999_999.seconds,
                "90s" to 90.seconds,
                "5m" to 5.minutes,
                "5M" to 5.minutes,
                "1h" to 1.hours,
                "2d" to 2.days,
                "1h30m" to 90.minutes,
                "1d2h3m4s" to 1.days + 2.hours + 3.minutes + 4.seconds,
            )
        durations.forEach { (text, duration) -> withClue(text) { DurationText.parse(text) shouldBe duration } }
    }

    test("anything else is no duration") {
        listOf(
            "",
            " ",
            "-1",
            "+1",
            "1.5",
            "5 m",
            "m",
            "30m1h",
            "1h1h",
            "1w",
            "5min",
            "1000000000",
            "١",
            "NaN",
            "infinite",
            "PT5M",
        )
            .forEach { withClue(it) { DurationText.parse(it).shouldBeNull() } }
    }

    test("the error names the value on one line, what is possible, and the least") {
        DurationText.fault("soon\u001b[2J", Duration.ZERO) shouldContain "is not a time. Write a number of seconds"
        DurationText.fault("soon\u001b[2J", Duration.ZERO) shouldNotContain "\u001b"
        DurationText.fault("0s", 1.seconds) shouldContain "'0s' is too short: 1s is the least."
    }
})
