package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ranges.shouldBeIn
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class DeviceCodeTest :
    FunSpec({
        val code =
            DeviceCode(
                deviceCode = "secret-code",
                userCode = "WDJB-MJHT",
                verificationUri = "https://as.example/activate",
                verificationUriComplete = "https://as.example/activate?user_code=WDJB-MJHT",
                expiresAt = Instant.fromEpochSeconds(1_800_000_000),
                lifetime = 10.minutes,
                interval = 7.seconds,
            )

        test("saved codes are the codes") {
            val again = DeviceCode.deserialize(code.serialize())

            again.serialize() shouldBe code.serialize()
            again.deviceCode shouldBe "secret-code"
            again.userCode shouldBe "WDJB-MJHT"
            again.uri shouldBe "https://as.example/activate?user_code=WDJB-MJHT"
            again.expiresAt shouldBe Instant.fromEpochSeconds(1_800_000_000)
            again.expiresInSeconds shouldBe 600
            again.intervalSeconds shouldBe 7
        }

        listOf(
            "",
            "x",
            "[]",
            "{}",
            code.serialize().replace("secret-code", ""),
            code.serialize().replace("1800000000", "\"soon\""),
            code.serialize().replace("https://as.example/activate\"", "javascript:alert(1)\""),
            code.serialize().replace("\"expires_in\":600", "\"expires_in\":0"),
        ).forEach { text ->
            test("'$text' is no saved code") {
                shouldThrow<InvalidResponseException> { DeviceCode.deserialize(text) }
            }
        }

        test("the lifetime counts down to zero") {
            val end = Instant.fromEpochSeconds(1_800_000_000)

            code.expiresIn(end - 1.seconds) shouldBe 1.seconds
            code.expiresIn(end + 1.seconds) shouldBe 0.seconds
            code.isExpired(now = end - 1.seconds) shouldBe false
            code.isExpired(now = end) shouldBe true
            code.isExpired(leeway = 1.minutes, now = end - 1.minutes) shouldBe true
        }

        test("a raw response is read too, and its lifetime counts from then on") {
            val json = """{"device_code":"dc","user_code":"UC","verification_uri":"https://as.example/a","expires_in":600}"""
            val before = Clock.System.now()

            DeviceCode.deserialize(json).expiresAt shouldBeIn before + 600.seconds..Clock.System.now() + 600.seconds
        }

        test("a printed code shows neither code") {
            code.toString() shouldNotContain "secret-code"
            code.toString() shouldNotContain "WDJB"
        }
    })
