package io.github.oidcauth.http

import io.github.oidcauth.InsufficientUserAuthenticationException
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf

private const val STRONGER = "Bearer error=\"insufficient_user_authentication\", acr_values=\"gold\", max_age=\"60\""

internal val stepUpChecks: List<ContractCheck> =
    listOf(
        ContractCheck("insufficient_user_authentication has the user log in, and leads to one more request") {
            tokens.hasUser = true
            api.on("/x") { if (it.number == 1) ResourceReply.unauthorized(STRONGER) else api.accept(it) }
            call("/x").statusCode shouldBe 200
            tokensTo("/x") shouldBe listOf(1, 2)
            tokens.stepUps.only().let { it.acrValues to it.maxAgeSeconds } shouldBe ("gold" to 60L)
            tokens.renewals.get() shouldBe 0
        },
        ContractCheck("insufficient_user_authentication is returned and reported where there is no user") {
            api.on("/x") { ResourceReply.unauthorized(STRONGER) }
            call("/x").statusCode shouldBe 401
            tokensTo("/x") shouldBe listOf(1)
            refusals.only().shouldBeInstanceOf<InsufficientUserAuthenticationException>().acrValues shouldBe "gold"
        },
        ContractCheck("an API that no login satisfies has the user log in once") {
            tokens.hasUser = true
            api.on("/x") { ResourceReply.unauthorized(STRONGER) }
            call("/x").statusCode shouldBe 401
            tokensTo("/x") shouldBe listOf(1, 2)
            tokens.stepUps.size shouldBe 1
            refusals.size shouldBe 1
        },
    )
