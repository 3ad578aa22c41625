package io.github.oidcauth.internal.transport

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class RetryAfterTest :
    FunSpec({
        val clock =
            object : Clock {
                override fun now(): Instant = Instant.parse("1999-12-31T23:58:00Z")
            }

        fun read(
            value: String,
            vararg dates: String,
            at: Clock? = clock,
        ): Duration? = RetryAfter.read(listOf(value), dates.toList(), at)

        test("the examples of RFC 9110 §10.2.3") {
            read("120") shouldBe 120.seconds
            read("Fri, 31 Dec 1999 23:59:59 GMT") shouldBe 119.seconds
        }

        test("a date is compared with the date of the response first") {
            read("Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 1999 23:58:59 GMT") shouldBe 1.minutes
            read("Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 1999 23:58:59 GMT", at = null) shouldBe 1.minutes
            read("Fri, 31 Dec 1999 23:59:59 GMT", "yesterday") shouldBe 119.seconds
            read("Fri, 31 Dec 1999 23:59:59 GMT", at = null).shouldBeNull()
        }

        test("a date in the past is now") {
            read("Fri, 31 Dec 1999 23:57:59 GMT") shouldBe Duration.ZERO
            read("0") shouldBe Duration.ZERO
        }

        context("a value that is none is ignored") {
            listOf("", "-1", "soon", "1.5", "99999999999999999999", "Fri, 31 Foo 1999 23:59:59 GMT").forEach { value ->
                test("'$value'") { read(value).shouldBeNull() }
            }
        }

        test("of several values the first counts") {
            RetryAfter.read(listOf(" 1 ", "2"), emptyList(), clock) shouldBe 1.seconds
            RetryAfter.read(emptyList(), emptyList(), clock).shouldBeNull()
        }
    })
