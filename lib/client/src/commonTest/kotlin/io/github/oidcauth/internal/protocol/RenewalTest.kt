package io.github.oidcauth.internal.protocol

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class RenewalTest :
    FunSpec({
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
