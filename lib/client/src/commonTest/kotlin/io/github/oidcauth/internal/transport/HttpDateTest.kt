package io.github.oidcauth.internal.transport

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlin.time.Instant

class HttpDateTest :
    FunSpec({
        val date = Instant.parse("1994-11-06T08:49:37Z")

        context("each form of RFC 9110 §5.6.7 is read") {
            listOf(
                "Sun, 06 Nov 1994 08:49:37 GMT",
                " sun, 06 NOV 1994 08:49:37 GMT ",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
            ).forEach { text -> test(text) { HttpDate.parse(text) shouldBe date } }
        }

        test("a year of two digits is of this century up to 69") {
            HttpDate.parse("Sunday, 06-Nov-69 08:49:37 GMT") shouldBe Instant.parse("2069-11-06T08:49:37Z")
            HttpDate.parse("Sunday, 06-Nov-70 08:49:37 GMT") shouldBe Instant.parse("1970-11-06T08:49:37Z")
        }

        context("an invalid date is none") {
            listOf(
                "",
                "120",
                "Sun, 06 Nov 1994 08:49:37 +0100",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "1994-11-06T08:49:37Z",
            ).forEach { text -> test("'$text'") { HttpDate.parse(text).shouldBeNull() } }
        }
    })
