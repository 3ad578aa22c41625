package io.github.oidcauth.http

import io.github.oidcauth.oauth2.DPoPKey
import io.kotest.matchers.shouldBe

private const val USE_NONCE = "DPoP error=\"use_dpop_nonce\""

private fun bound(action: suspend ContractScene.() -> Unit): suspend ContractScene.() -> Unit = {
    tokens.key = DPoPKey.generate()
    action()
}

private fun ContractScene.nonces(path: String) = api.requestsTo(path).map { it.proof?.nonce }

internal val proofChecks: List<ContractCheck> =
    listOf(
        ContractCheck(
            "a bound token is sent with a proof for each request",
            action = bound {
                call("/x?a=b").statusCode shouldBe 200
                call("/x", method = "POST", body = "body".encodeToByteArray()).statusCode shouldBe 200
                api.requests.map { it.authorization } shouldBe List(2) { "DPoP ${ContractTokens.textOf(1)}" }
            },
        ),
        ContractCheck(
            "a bound token that is refused is replaced, with another proof",
            action = bound {
                tokens.revoke()
                call("/x").statusCode shouldBe 200
                tokensTo("/x") shouldBe listOf(1, 2)
            },
        ),
        ContractCheck(
            "a nonce that the API requires is in the next proof, and in those of later requests",
            action = bound {
                api.on("/x") {
                    if (it.proof?.nonce == "n-1") api.accept(it) else ResourceReply.unauthorized(USE_NONCE, "DPoP-Nonce" to "n-1")
                }
                call("/x").statusCode shouldBe 200
                call("/x").statusCode shouldBe 200
                nonces("/x") shouldBe listOf(null, "n-1", "n-1")
                tokens.renewals.get() shouldBe 0
            },
        ),
        ContractCheck(
            "a nonce that changes with a response is used from then on",
            action = bound {
                api.on("/x") { ResourceReply(200, listOf("DPoP-Nonce" to "n-${it.number}")) }
                repeat(3) { call("/x").statusCode shouldBe 200 }
                nonces("/x") shouldBe listOf(null, "n-1", "n-2")
            },
        ),
        ContractCheck(
            "an API that refuses every nonce is asked twice",
            action = bound {
                api.on("/x") { ResourceReply.unauthorized(USE_NONCE, "DPoP-Nonce" to "n-${it.number}") }
                call("/x").statusCode shouldBe 401
                nonces("/x") shouldBe listOf(null, "n-1")
                tokens.renewals.get() shouldBe 0
            },
        ),
        ContractCheck(
            "a nonce and another token are both tried",
            action = bound {
                tokens.revoke()
                api.on("/x") {
                    if (it.proof?.nonce == "n-1") api.accept(it) else ResourceReply.unauthorized(USE_NONCE, "DPoP-Nonce" to "n-1")
                }
                call("/x").statusCode shouldBe 200
                tokensTo("/x") shouldBe listOf(1, 1, 2)
            },
        ),
    )
