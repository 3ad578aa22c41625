package io.github.oidcauth.internal.sources

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

class BackOffTest :
    FunSpec({
        test("the pause doubles from a second to a minute") {
            listOf(1, 2, 3, 6, 7, 8, 1_000_000).map { BackOff.delay(it, null, jitter = 1.0) } shouldContainExactly
                listOf(1.seconds, 2.seconds, 4.seconds, 32.seconds, 60.seconds, 60.seconds, 60.seconds)
        }

        test("the jitter takes up to half of it away") {
            BackOff.delay(2, null, jitter = 0.0) shouldBe 1.seconds
            BackOff.delay(2, null, jitter = 0.5) shouldBe 1.5.seconds
        }

        test("the server's own time is the least, up to an hour") {
            BackOff.delay(1, 5.minutes, jitter = 0.0) shouldBe 5.minutes
            BackOff.delay(9, 5.seconds, jitter = 1.0) shouldBe 60.seconds
            BackOff.delay(1, 9.hours, jitter = 0.0) shouldBe 1.hours
        }
    })
