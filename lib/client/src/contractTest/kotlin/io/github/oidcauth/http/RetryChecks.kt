package io.github.oidcauth.http

import io.github.oidcauth.InsufficientScopeException
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf

/** The numbers of the tokens that came to [path]. */
internal fun ContractScene.tokensTo(path: String): List<Int?> =
    api.requestsTo(path).map { it.token?.let(ContractTokens::numberOf) }

private fun refusedOnce(challenge: String?): suspend ContractScene.() -> Unit = {
    api.on("/x") { if (it.number == 1) ResourceReply.unauthorized(challenge) else api.accept(it) }
    call("/x").statusCode shouldBe 200
    tokensTo("/x") shouldBe listOf(1, 2)
    refusals.shouldBeEmpty()
}

private fun isReturned(
    reply: ResourceReply,
): suspend ContractScene.() -> Unit = {
    api.on("/x") { reply }
    call("/x").statusCode shouldBe reply.statusCode
    tokensTo("/x") shouldBe listOf(1)
    tokens.renewals.get() shouldBe 0
}

internal val retryChecks: List<ContractCheck> =
    listOf(
        ContractCheck("a 401 with invalid_token leads to one more request, with another token") {
            tokens.revoke()
            call("/x").text shouldBe "hello"
            tokensTo("/x") shouldBe listOf(1, 2)
            tokens.renewals.get() shouldBe 1
            refusals.shouldBeEmpty()
        },
        ContractCheck("a 401 without a challenge leads to another token", action = refusedOnce(null)),
        ContractCheck("a 401 with a challenge that names no error leads to another token", action = refusedOnce("Bearer")),
        ContractCheck(
            "a challenge is found among others",
            action = refusedOnce("Basic realm=\"a\", Bearer error=\"invalid_token\""),
        ),
        ContractCheck("a 401 for Basic alone is returned", action = isReturned(ResourceReply.unauthorized("Basic realm=\"a\""))),
        ContractCheck("a 403 without a challenge is returned", action = isReturned(ResourceReply(403))),
        ContractCheck("a 503 is returned", action = isReturned(ResourceReply(503, "Retry-After" to "1"))),
        ContractCheck("a server that always responds with 401 gets two requests") {
            api.on("/x") { ResourceReply.unauthorized(ResourceServer.INVALID_TOKEN) }
            call("/x").statusCode shouldBe 401
            tokensTo("/x") shouldBe listOf(1, 2)
            tokens.renewals.get() shouldBe 1
            refusals.size shouldBe 1
        },
        ContractCheck("a server that always responds with 401 does not have a token renewed for each call") {
            api.on("/x") { ResourceReply.unauthorized(ResourceServer.INVALID_TOKEN) }
            repeat(3) { call("/x").statusCode shouldBe 401 }
            tokensTo("/x") shouldBe listOf(1, 2, 2, 2)
            tokens.renewals.get() shouldBe 1
        },
        ContractCheck("insufficient_scope is reported with the scope that is wanted, and returned") {
            api.on("/x") { ResourceReply.forbidden("Bearer error=\"insufficient_scope\", scope=\"read write\"") }
            val response = call("/x")
            response.statusCode shouldBe 403
            response.text shouldBe "status 403"
            tokensTo("/x") shouldBe listOf(1)
            refusals.only().shouldBeInstanceOf<InsufficientScopeException>().scope shouldBe "read write"
        },
        ContractCheck("the response of the second request is the caller's, with its headers") {
            api.on("/x") {
                if (it.number == 1) {
                    ResourceReply.unauthorized(ResourceServer.INVALID_TOKEN)
                } else {
                    ResourceReply(200, listOf("X-Reply" to "second"), "second".encodeToByteArray())
                }
            }
            val response = call("/x")
            response.text shouldBe "second"
            response.headers["x-reply"] shouldBe listOf("second")
        },
        ContractCheck("a token that was refused is not sent again") {
            tokens.revoke()
            call("/x").statusCode shouldBe 200
            call("/x").statusCode shouldBe 200
            tokensTo("/x") shouldBe listOf(1, 2, 2)
            tokens.renewals.get() shouldBe 1
        },
    )
