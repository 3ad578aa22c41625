package io.github.oidcauth.cli.running

import io.github.oidcauth.Token
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class RefreshTimeTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_800_000_000)

        fun token(seconds: Int) = Token("at") { expiresAt = now + seconds.seconds }

        test("a token of 1000 seconds is replaced when 300 to 200 of them are left") {
            RefreshTime.of(token(1000), now, jitter = 1.0) shouldBe now + 700.seconds
            RefreshTime.of(token(1000), now, jitter = 0.0) shouldBe now + 800.seconds
        }

        test("a token that has expired, or is about to, is replaced in a second and not at once") {
            listOf(-10, 0, 1).forEach { RefreshTime.of(token(it), now, jitter = 0.0) shouldBe now + 1.seconds }
            RefreshTime.of(token(2), now, jitter = 0.0) shouldBe now + 1600.milliseconds
        }

        test("a token without a known expiry is looked at every five minutes") {
            RefreshTime.of(Token("at"), now, jitter = 0.5) shouldBe now + 5.minutes
        }

        test("pauses double from 5 seconds to 5 minutes, and half of each is random") {
            listOf(1 to 5, 2 to 10, 6 to 160, 7 to 300, 100 to 300).forEach { (failures, most) ->
                RefreshTime.pauseAfter(failures, jitter = 1.0) shouldBe most.seconds
                RefreshTime.pauseAfter(failures, jitter = 0.0) shouldBe most.seconds / 2
            }
        }
    })
