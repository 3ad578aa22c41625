package io.github.oidcauth.internal.json

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonNull
import kotlin.time.Instant

class NumericDateTest :
    FunSpec({
        mapOf(
            "0" to Instant.fromEpochSeconds(0),
            "1311281970" to Instant.fromEpochSeconds(1_311_281_970),
            "1311281970.5" to Instant.fromEpochSeconds(1_311_281_970, 500_000_000),
            "1.311281970e9" to Instant.fromEpochSeconds(1_311_281_970),
            "253402300799" to Instant.parse("9999-12-31T23:59:59Z"),
        ).forEach { (text, time) ->
            test("$text is $time") { NumericDate.of(parseJson(text)) shouldBe time }
        }

        listOf(
            "-1",
            "253402300800",
            "1e300",
            "1e999",
            "1e9999",
            "NaN",
            "Infinity",
            "0x10",
            "1d",
            "01",
            "true",
            "null",
            "\"1311281970\"",
            "[1311281970]",
            "{}",
            "1".repeat(33),
            "0.${"1".repeat(100_000)}",
        ).forEach { text ->
            test("${text.take(40)} is no time") { NumericDate.of(parseJson(text)).shouldBeNull() }
        }

        mapOf(
            "3600" to 3600.0,
            "3600.5" to 3600.5,
            "-1" to -1.0,
            "\"3600\"" to 3600.0,
            "\" 3600 \"" to 3600.0,
            "1e999" to Double.POSITIVE_INFINITY,
        ).forEach { (text, seconds) ->
            test("$text is a number of seconds outside of JWTs") { NumericDate.lenientSeconds(parseJson(text)) shouldBe seconds }
        }

        listOf("null", "true", "\"\"", "\"soon\"", "\"NaN\"", "[3600]", "{}").forEach { text ->
            test("$text is no number of seconds") { NumericDate.lenientSeconds(parseJson(text)).shouldBeNull() }
        }

        test("nothing is no time") {
            NumericDate.lenientSeconds(null).shouldBeNull()
            NumericDate.of(null).shouldBeNull()
            NumericDate.of(JsonNull).shouldBeNull()
        }
    })
