package io.github.oidcauth.internal.responses

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class ResponseSummaryTest :
    FunSpec({
        fun summary(body: String) = ResponseSummary.of(200, "application/json", body, secrets = emptyList())

        test("a secret that is no text is not told, wherever it is") {
            listOf(
                """{"access_token":73910462}""",
                """{"Refresh-Token":[73910462]}""",
                """{"refresh_token":{"value":73910462}}""",
                """{"data":{"user_code":73910462}}""",
                """[{"device_code":73910462}]""",
                """{"password":73910462,"expires_in":5}""",
            ).forEach { body -> withClue(body) { summary(body) shouldNotContain "73910462" } }
        }

        test("numbers that say what is wrong are told, and which members there are") {
            val told = summary("""{"access_token":"a","token_type":null,"refresh_token":true,"expires_in":3599.5,"n":[1]}""")
            listOf("access_token", "token_type\\\":null", "refresh_token\\\":true", "expires_in\\\":3599.5", "n\\\":[1]")
                .forEach { told shouldContain it }
        }
    })
