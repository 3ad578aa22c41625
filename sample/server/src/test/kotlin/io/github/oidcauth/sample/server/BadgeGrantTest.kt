package io.github.oidcauth.sample.server

import com.nimbusds.jwt.SignedJWT
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class BadgeGrantTest :
    FunSpec({
        val server = SampleServer.start()
        val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
        afterSpec { server.close() }

        test("a badge brings a token of who wears it, and none to refresh it") {
            val token = service.token(BADGE, "badge" to "4711", "scope" to "profile")

            token.status shouldBe 200
            SignedJWT.parse(token["access_token"]).jwtClaimsSet.subject shouldBe "alice"
            token["scope"] shouldBe "profile"
            token.json.has("refresh_token") shouldBe false
        }

        test("a badge that nobody wears is refused, and so is none") {
            service.token(BADGE, "badge" to "4712")["error"] shouldBe "invalid_grant"
            service.token(BADGE)["error"] shouldBe "invalid_request"
        }

        test("the grant is not for every client") {
            IssuerClient(server, "sample-application", "sample-secret").token(BADGE, "badge" to "4711")["error"] shouldBe
                "unauthorized_client"
            IssuerClient(server).token(BADGE, "badge" to "4711")["error"] shouldBe "invalid_client"
        }
    }) {
    private companion object {
        const val BADGE = "urn:example:grant-type:badge"
    }
}
