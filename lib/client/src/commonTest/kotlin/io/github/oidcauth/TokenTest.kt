package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Instant

class TokenTest :
    FunSpec({
        val token =
            Token("at") {
                expiresAt = Instant.fromEpochSeconds(1_800_000_000)
                refreshToken = "rt"
                refreshExpiresAt = Instant.fromEpochSeconds(1_900_000_000)
                idToken = "a.b.c"
                scope = "openid read"
                extra = JsonObject(mapOf("tenant" to JsonPrimitive("t1")))
            }

        test("a token is the same after it was text") {
            Token.deserialize(token.serialize()) shouldBe token
            token.serialize() shouldBe token.toJson().toString()
        }

        listOf(
            "",
            "rt-secret",
            "[]",
            "\"rt-secret\"",
            "null",
            "{}",
            """{"refresh_token":"rt-secret"}""",
            "{\"access_token\":\"rt-secret\"",
        )
            .forEach { text ->
                test("'$text' is no token, and what it held is not repeated") {
                    shouldThrow<InvalidResponseException> { Token.deserialize(text) }.toString() shouldNotContain "rt-secret"
                }
            }
    })
