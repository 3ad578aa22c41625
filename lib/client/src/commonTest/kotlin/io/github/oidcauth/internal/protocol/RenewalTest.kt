package io.github.oidcauth.internal.protocol

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.generate
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class RenewalTest :
    FunSpec({
        context("the key of a refresh token") {
            val key = DPoPKey.generate()
            val old =
                Token("old") {
                    refreshToken = "rt"
                    dpopKey = key
                }

            test("stays with it when the answer brings no other one") {
                Renewal.merge(old, Token("new")).dpopKey shouldBe key
                Renewal.merge(old, Token("new") { refreshToken = "rt" }).dpopKey shouldBe key
            }

            test("does not come to another refresh token") {
                Renewal.merge(old, Token("new") { refreshToken = "other" }).dpopKey.shouldBeNull()
            }

            test("gives way to the key of the new token") {
                val new = DPoPKey.generate()
                Renewal.merge(old, Token("new") { dpopKey = new }).dpopKey shouldBe new
            }
        }

        context("only some errors say that the refresh token is no longer good") {
            mapOf(
                "invalid_grant" to true,
                "interaction_required" to true,
                "invalid_client" to true,
                "server_error" to false,
                "temporarily_unavailable" to false,
                "slow_down" to false,
                "use_dpop_nonce" to false,
            ).forEach { (code, expected) ->
                test("$code: $expected") {
                    Renewal.isRejected(OAuthError(code, statusCode = 400).toException()) shouldBe expected
                }
            }

            test("of an unknown one its status decides") {
                Renewal.isRejected(OAuthError("odd", statusCode = 403).toException()) shouldBe true
                Renewal.isRejected(OAuthError("odd", statusCode = 502).toException()) shouldBe false
            }
        }
    })
