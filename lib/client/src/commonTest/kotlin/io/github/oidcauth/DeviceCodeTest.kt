package io.github.oidcauth

import io.github.oidcauth.internal.responses.DeviceAuthorizationResponseReader
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ranges.shouldBeIn
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
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

        test("members of the response without a property are kept, and saved with the codes") {
            val json =
                buildJsonObject {
                    put("device_code", "dc")
                    put("user_code", "UC")
                    put("verification_url", "https://as.example/activate")
                    put("verification_uri_complete", "https://as.example/activate?c")
                    put("expires_in", 60)
                    put("interval", 1)
                    put("message", "Open the page.")
                    put("expires", "soon")
                    put("extra", 7)
                }
            val now = Instant.fromEpochSeconds(1_800_000_000)
            val received = DeviceAuthorizationResponseReader.validate(json, now, allowInsecureHttp = false)

            received.extra shouldBe buildJsonObject {
                put("message", "Open the page.")
                put("expires", "soon")
                put("extra", 7)
            }
            received.withCodeVerifier("v").extra shouldBe received.extra
            DeviceCode.deserialize(received.serialize()).extra shouldBe received.extra
            DeviceCode.deserialize(received.serialize()).expiresAt shouldBe received.expiresAt
            code.extra shouldBe JsonObject(emptyMap())
            received.toString() shouldNotContain "Open the page."
        }

        listOf(
            "",
            "x",
            code.serialize().dropLast(1) + ",\"extra\":7}",
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

        test("a raw response keeps its further members, whatever their names") {
            val known = """"device_code":"dc","user_code":"UC","verification_uri":"https://as.example/a","expires_in":600"""
            val raw = DeviceCode.deserialize("""{$known,"message":"Open the page.","extra":7,"code_verifier":1}""")

            raw.extra shouldBe
                buildJsonObject {
                    put("message", "Open the page.")
                    put("extra", 7)
                    put("code_verifier", 1)
                }
            raw.codeVerifier shouldBe null
            DeviceCode.deserialize(raw.serialize()).extra shouldBe raw.extra
        }

        test("a printed code shows neither code") {
            code.toString() shouldNotContain "secret-code"
            code.toString() shouldNotContain "WDJB"
        }
    })
