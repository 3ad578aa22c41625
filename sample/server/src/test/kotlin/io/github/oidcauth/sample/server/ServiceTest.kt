package io.github.oidcauth.sample.server

import com.nimbusds.jwt.SignedJWT
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith

class ServiceTest :
    FunSpec({
        val server = SampleServer.start()
        val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
        val other = IssuerClient(server, "sample-application", "sample-secret")
        afterSpec { server.close() }

        fun claims(token: String) = SignedJWT.parse(token).jwtClaimsSet

        fun exchange(vararg fields: Pair<String, String>) = service.token(TOKEN_EXCHANGE, *fields)

        test("client credentials give an access token about the service, and nothing else") {
            val token = service.token("client_credentials", "scope" to "read write")

            token.status shouldBe 200
            claims(token["access_token"]).subject shouldBe SampleClients.SERVICE
            token.json.has("refresh_token") shouldBe false
            token.json.has("id_token") shouldBe false
        }

        test("client credentials with a scope that the client does not have are refused") {
            service.token("client_credentials", "scope" to "everything")["error"] shouldBe "invalid_scope"
        }

        test("client credentials are not for every client") {
            other.token("client_credentials")["error"] shouldBe "unauthorized_client"
        }

        test("a resource is the audience of the token, and must be one") {
            val token = service.token("client_credentials", "resource" to "https://api.example.com/v1")
            claims(token["access_token"]).audience shouldBe listOf("https://api.example.com/v1")
            service.token("client_credentials", "resource" to "no-uri")["error"] shouldBe "invalid_target"
            service.token("client_credentials", "resource" to "https://api.example.com/#part")["error"] shouldBe "invalid_target"
        }

        test("introspection tells about a token, and of others only that they are not active") {
            val token = IssuerClient(server).codeLogin()

            val known = service.post("/oauth2/introspect", "token" to token["access_token"])

            known.json.path("active").asBoolean() shouldBe true
            known["client_id"] shouldBe SampleClients.CLI
            known["sub"] shouldBe "alice"
            known["scope"].split(' ').toSet() shouldBe setOf("openid", "profile", "email")
            service.post("/oauth2/introspect", "token" to "nonsense").body shouldBe """{"active":false}"""
        }

        test("a revoked token is no longer active") {
            val token = service.token("client_credentials")["access_token"]

            service.post("/oauth2/revoke", "token" to token, "token_type_hint" to "access_token").status shouldBe 200

            service.post("/oauth2/introspect", "token" to token).body shouldBe """{"active":false}"""
        }

        test("a token that never was is revoked without complaint, one of another client is not") {
            service.post("/oauth2/revoke", "token" to "nonsense").status shouldBe 200
            val foreign = IssuerClient(server).codeLogin()["access_token"]
            service.post("/oauth2/revoke", "token" to foreign)["error"] shouldBe "invalid_client"
            service.post("/oauth2/introspect", "token" to foreign).json.path("active").asBoolean() shouldBe true
        }

        test("an exchanged token is about the same user, for another audience, with no more than was asked") {
            val subject = IssuerClient(server).codeLogin()["access_token"]

            val token =
                exchange(
                    "subject_token" to subject,
                    "subject_token_type" to ACCESS_TOKEN,
                    "audience" to "inventory",
                    "resource" to "https://api.example.com",
                    "scope" to "profile",
                )

            token.status shouldBe 200
            token["issued_token_type"] shouldBe ACCESS_TOKEN
            claims(token["access_token"]).subject shouldBe "alice"
            claims(token["access_token"]).audience.toSet() shouldBe setOf("inventory", "https://api.example.com")
            token["scope"] shouldBe "profile"
        }

        test("an exchanged token names who acts, and who acted before") {
            val alice = IssuerClient(server).codeLogin()["access_token"]
            val actor = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET).codeLogin("openid")["access_token"]

            fun delegate(subject: String) =
                exchange(
                    "subject_token" to subject,
                    "subject_token_type" to ACCESS_TOKEN,
                    "actor_token" to actor,
                    "actor_token_type" to ACCESS_TOKEN,
                )["access_token"]

            val once = delegate(alice)
            val twice = delegate(once)

            claims(once).getJSONObjectClaim("act") shouldBe mapOf("iss" to server.issuer, "sub" to "alice")
            claims(twice).getJSONObjectClaim("act")["act"] shouldBe mapOf("iss" to server.issuer, "sub" to "alice")
        }

        test("an exchange is refused for a token that is not one, a type that is not known, a client that may not") {
            val subject = IssuerClient(server).codeLogin()["access_token"]
            val asAccessToken = "subject_token_type" to ACCESS_TOKEN
            exchange("subject_token" to "nonsense", asAccessToken)["error"] shouldBe "invalid_grant"
            exchange("subject_token" to subject)["error"] shouldBe "invalid_request"
            exchange(
                "subject_token" to subject,
                "subject_token_type" to "urn:ietf:params:oauth:token-type:saml2",
            )["error"] shouldBe
                "unsupported_token_type"
            other.token(TOKEN_EXCHANGE, "subject_token" to subject, asAccessToken)["error"] shouldBe "unauthorized_client"
        }

        for ((name, client) in listOf("the service" to service, "a public client" to IssuerClient(server))) {
            test("$name pushes its request and needs to show nothing but the reference") {
                LoopbackListener().use { listener ->
                    val redirectUri = listener.redirectUri("localhost")
                    val request = client.authorizationRequest(redirectUri)
                    val pushed = client.push(request)
                    pushed.status shouldBe 201
                    pushed["request_uri"] shouldStartWith "urn:ietf:params:oauth:request_uri:"

                    val reference = mapOf("client_id" to client.clientId, "request_uri" to pushed["request_uri"])
                    ScriptedVisitor().signIn(client.url(reference), redirectUri) shouldBe 200

                    listener.parameter("state") shouldBe "a state & more"
                    listener.parameter("iss") shouldBe server.issuer
                    client.redeem(listener, redirectUri).status shouldBe 200
                }
            }
        }

        test("a pushed request is validated at once") {
            val request = service.authorizationRequest("http://example.com/callback")
            service.push(request)["error"] shouldBe "invalid_request"
            val anonymous = PlainClient(server.url).post("/oauth2/par", *request.toList().toTypedArray())
            anonymous.status shouldBe 401
        }
    }) {
    private companion object {
        const val TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
        const val ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
    }
}
