package io.github.oidcauth.internal.responses

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.parseJson
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

class DeviceAuthorizationResponseReaderTest :
    FunSpec({
        val page = "https://as.example/activate"

        fun validated(members: String): DeviceCode {
            val json = parseJson("""{"device_code":"dc","user_code":"UC","expires_in":60,$members}""") as JsonObject
            return DeviceAuthorizationResponseReader.validate(json, Instant.fromEpochSeconds(0), allowInsecureHttp = false)
        }

        listOf(
            "null",
            "\"\"",
            "\" \"",
            "7",
            "{}",
            "[]",
            "\"/activate?code=UC\"",
            "\"as.example/activate\"",
            "\"https://as.example/a b\"",
            "\"http://as.example/activate\"",
            "\"javascript:alert(1)\"",
            "\"https://\"",
        ).forEach { complete ->
            test("a page with the code in it that is $complete is absent, and the login goes on without it") {
                val code = validated(""""verification_uri":"$page","verification_uri_complete":$complete""")

                code.verificationUriComplete.shouldBeNull()
                code.uri shouldBe page
            }

            test("a page that is $complete is refused") {
                shouldThrow<InvalidResponseException> { validated(""""verification_uri":$complete""") }
            }

            test("a page that is $complete leaves the one under its former name") {
                validated(""""verification_uri":$complete,"verification_url":"$page"""").uri shouldBe page
            }
        }

        listOf("null", "\"\"", "\"soon\"", "{}", "[]", "true", "0", "-1").forEach { interval ->
            test("an interval that is $interval is the default one") {
                validated(""""verification_uri":"$page","interval":$interval""").intervalSeconds shouldBe 5
            }
        }

        test("an interval is a number, or one as text") {
            validated(""""verification_uri":"$page","interval":7""").intervalSeconds shouldBe 7
            validated(""""verification_uri":"$page","interval":"8"""").intervalSeconds shouldBe 8
        }
    })
