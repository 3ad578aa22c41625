package io.github.oidcauth.internal.requests

import io.github.oidcauth.internal.tokens.AccessTokenType
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class RefusalReaderTest :
    FunSpec({
        fun read(
            statusCode: Int,
            vararg challenges: String,
            sentAs: AccessTokenType = AccessTokenType.BEARER,
            hasNonce: Boolean = true,
        ) = RefusalReader.read(statusCode, challenges.toList(), sentAs, hasNonce)

        test("a 401 is about the token if it says so, or says nothing") {
            read(401, "Bearer error=\"invalid_token\"") shouldBe Refusal.TOKEN
            read(401, "Bearer realm=\"x\"") shouldBe Refusal.TOKEN
            read(401, "DPoP algs=\"ES256\"") shouldBe Refusal.TOKEN
            read(401) shouldBe Refusal.TOKEN
            read(401, "") shouldBe Refusal.TOKEN
        }

        test("a 401 with another challenge is not") {
            read(401, "Basic realm=\"x\"") shouldBe null
            read(401, "Negotiate") shouldBe null
            read(401, "Basic realm=\"x\"", "Digest realm=\"y\"") shouldBe null
            read(401, "Basic realm=\"x\", error=\"invalid_token\"") shouldBe null
            read(401, "Bearer error=\"invalid_request\"") shouldBe Refusal.OTHER
        }

        test("no other status is about the token, whatever its challenge says") {
            listOf(200, 302, 400, 404, 407, 429, 500, 503).forEach { status ->
                withClue(status) { read(status, "Bearer error=\"invalid_token\"") shouldBe null }
            }
            read(403) shouldBe null
            read(403, "Bearer error=\"invalid_token\"") shouldBe Refusal.OTHER
        }

        test("scope and login are distinguished, with 401 and 403") {
            listOf(401, 403).forEach { status ->
                read(status, "Bearer error=\"insufficient_scope\", scope=\"a\"") shouldBe Refusal.SCOPE
                read(status, "Bearer error=\"insufficient_user_authentication\"") shouldBe Refusal.LOGIN
            }
        }

        test("a nonce is for proofs, so it counts for bound tokens alone") {
            val challenge = "DPoP error=\"use_dpop_nonce\""
            read(401, challenge, sentAs = AccessTokenType.DPOP) shouldBe Refusal.NONCE
            read(401, challenge, sentAs = AccessTokenType.DPOP, hasNonce = false) shouldBe Refusal.OTHER
            read(401, challenge) shouldBe Refusal.OTHER
            read(403, challenge, sentAs = AccessTokenType.DPOP) shouldBe Refusal.OTHER
            read(401, "Bearer error=\"use_dpop_nonce\"", sentAs = AccessTokenType.DPOP) shouldBe Refusal.OTHER
        }

        test("the challenge of the token's own scheme counts") {
            val both = arrayOf("Bearer error=\"invalid_token\"", "DPoP error=\"use_dpop_nonce\"")
            read(401, *both, sentAs = AccessTokenType.DPOP) shouldBe Refusal.NONCE
            read(401, *both, sentAs = AccessTokenType.BEARER) shouldBe Refusal.TOKEN
        }

        test("a description cannot pretend to be another error") {
            read(401, "Bearer error_description=\"x, error=insufficient_scope\", error=\"invalid_token\"") shouldBe Refusal.TOKEN
        }
    })
