package io.github.oidcauth.http

import io.github.oidcauth.oauth2.DPoPKey
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe

internal val redirectChecks: List<ContractCheck> =
    listOf(
        ContractCheck("a redirect within the origin keeps the token", ContractAbility.REDIRECTS) {
            api.on("/from") { ResourceReply.redirect("/to") }
            call("/from", isFollowingRedirects = true).statusCode shouldBe 200
            api.requestsTo("/to").only().authorization shouldBe "Bearer ${ContractTokens.textOf(1)}"
        },
        ContractCheck("a redirect to another origin gets no token", ContractAbility.REDIRECTS) {
            api.on("/from") { ResourceReply.redirect("${other.origin}/to") }
            call("/from", isFollowingRedirects = true).text shouldBe "other"
            other.requestsTo("/to").only().authorization shouldBe null
        },
        ContractCheck("a redirect to another origin gets no proof of a bound token either", ContractAbility.REDIRECTS) {
            tokens.key = DPoPKey.generate()
            api.on("/from") { ResourceReply.redirect("${other.origin}/to") }
            call("/from", isFollowingRedirects = true).text shouldBe "other"
            other.requestsTo("/to").only().let { listOf(it.header("dpop"), it.authorization) } shouldBe listOf(null, null)
        },
        ContractCheck("a redirect to another name of the server gets no token", ContractAbility.REDIRECTS) {
            api.on("/from") { ResourceReply.redirect("http://localhost:${api.port}/to") }
            api.on("/to") { ResourceReply.ok() }
            attempt("${api.origin}/from", isFollowingRedirects = true)
            api.requestsTo("/to").forEach { it.authorization shouldBe null }
        },
        ContractCheck("a redirect with user info to another server gets no token", ContractAbility.REDIRECTS) {
            api.on("/from") { ResourceReply.redirect("${api.origin}@localhost:${other.port}/to") }
            attempt("${api.origin}/from", isFollowingRedirects = true)
            other.requests.forEach { it.token?.startsWith(ContractTokens.SECRET) shouldNotBe true }
        },
        ContractCheck("a redirect of a bound token has a proof of its own", ContractAbility.REDIRECTS) {
            tokens.key = DPoPKey.generate()
            api.on("/from") { ResourceReply.redirect("/to?x=y") }
            call("/from", isFollowingRedirects = true).statusCode shouldBe 200
            api.requestsTo("/to").only().proof shouldNotBe null
        },
        ContractCheck("a token that is refused after a redirect is replaced", ContractAbility.REDIRECTS) {
            api.on("/from") { ResourceReply.redirect("/to") }
            tokens.revoke()
            call("/from", isFollowingRedirects = true).statusCode shouldBe 200
            tokens.renewals.get() shouldBe 1
        },
    )
