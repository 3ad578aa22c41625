package io.github.oidcauth.sample.server

import com.nimbusds.jose.crypto.RSASSAVerifier
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jwt.SignedJWT
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.time.Duration

class PublicClientTest :
    FunSpec({
        val server = SampleServer.start(Settings(deviceInterval = Duration.ZERO))
        val client = IssuerClient(server)
        afterSpec { server.close() }

        for (host in listOf("localhost", "127.0.0.1")) {
            test("a code login comes back to any port of $host with state and iss, and gives all three tokens") {
                LoopbackListener().use { listener ->
                    val redirectUri = listener.redirectUri(host)
                    ScriptedVisitor().signIn(client.url(client.authorizationRequest(redirectUri))) shouldBe 200

                    listener.parameter("state") shouldBe "a state & more"
                    listener.parameter("iss") shouldBe server.issuer
                    val token = client.redeem(listener, redirectUri)
                    token.status shouldBe 200
                    token["token_type"] shouldBe "Bearer"
                    token["refresh_token"] shouldNotBe ""
                    client.plain.get("/userinfo", "Bearer ${token["access_token"]}")["sub"] shouldBe "alice"

                    val idToken = SignedJWT.parse(token["id_token"])
                    val keys = JWKSet.parse(client.plain.get("/oauth2/jwks").body)
                    idToken.verify(RSASSAVerifier(keys.getKeyByKeyId(idToken.header.keyID).toRSAKey())) shouldBe true
                    idToken.jwtClaimsSet.issuer shouldBe server.issuer
                    idToken.jwtClaimsSet.audience shouldBe listOf(SampleClients.CLI)
                    idToken.jwtClaimsSet.getStringClaim("nonce") shouldBe "a nonce"
                }
            }
        }

        test("a refused login comes back with error, state and iss") {
            LoopbackListener().use { listener ->
                ScriptedVisitor().refuse(client.url(client.authorizationRequest(listener.redirectUri("127.0.0.1"))))

                listener.parameter("error") shouldBe "access_denied"
                listener.parameter("state") shouldBe "a state & more"
                listener.parameter("iss") shouldBe server.issuer
                listener.parameter("code").shouldBeNull()
            }
        }

        test("a request without a challenge comes back as an error with iss") {
            val redirectUri = "http://127.0.0.1:1/callback"
            val request = client.authorizationRequest(redirectUri) - "code_challenge" - "code_challenge_method"

            val location = PlainClient("").get(client.url(request)).header("Location").orEmpty()

            location shouldStartWith "$redirectUri?error=invalid_request&"
            location shouldContain "&iss=http%3A%2F%2F127.0.0.1"
        }

        for ((parameter, error) in listOf(
            ("request" to "x.y.z") to "request_not_supported",
            ("response_mode" to "fragment") to "invalid_request",
            ("scope" to "everything") to "invalid_scope",
            ("code_challenge_method" to "plain") to "invalid_request",
        )) {
            test("a request with the ${parameter.first} ${parameter.second} comes back as $error") {
                val redirectUri = "http://127.0.0.1:1/callback"
                val request = client.authorizationRequest(redirectUri) + parameter

                val location = PlainClient("").get(client.url(request)).header("Location").orEmpty()

                location shouldStartWith "$redirectUri?error=$error&"
                location shouldContain "&iss=http%3A%2F%2F127.0.0.1"
            }
        }

        test("prompt=none is responded to without a page") {
            val redirectUri = "http://127.0.0.1:1/callback"
            val request = client.authorizationRequest(redirectUri) + ("prompt" to "none")

            PlainClient("").get(client.url(request)).header("Location") shouldStartWith "$redirectUri?error=login_required&"
        }

        test("prompt=none sends nobody to a place that is not the client's") {
            val request = client.authorizationRequest("http://example.com/callback") + ("prompt" to "none")

            PlainClient("").get(client.url(request)).header("Location").shouldBeNull()
        }

        test("a code is worth nothing without its verifier, and nothing with another") {
            for (verifier in listOf(null, "w".repeat(43))) {
                LoopbackListener().use { listener ->
                    val redirectUri = listener.redirectUri("127.0.0.1")
                    ScriptedVisitor().signIn(client.url(client.authorizationRequest(redirectUri)))
                    val fields =
                        listOfNotNull(
                            "code" to listener.parameter("code").orEmpty(),
                            "redirect_uri" to redirectUri,
                            verifier?.let { "code_verifier" to it },
                        )

                    val response = client.token("authorization_code", *fields.toTypedArray())

                    response.status shouldBe if (verifier == null) 401 else 400
                    response["error"] shouldBe if (verifier == null) "invalid_client" else "invalid_grant"
                }
            }
        }

        test("a device login needs no more than the identifier, and gives all three tokens") {
            val device = client.post("/oauth2/device_authorization", "scope" to "openid profile")
            device.status shouldBe 200
            val poll = { client.token(IssuerClient.DEVICE_CODE, "device_code" to device["device_code"]) }
            poll()["error"] shouldBe "authorization_pending"
            ScriptedVisitor().approveDevice(device["verification_uri_complete"], "")

            val token = poll()

            token.status shouldBe 200
            SignedJWT.parse(token["id_token"]).jwtClaimsSet.subject shouldBe "alice"
            token["refresh_token"] shouldNotBe ""
            client.plain.get("/userinfo", "Bearer ${token["access_token"]}")["name"] shouldBe "Alice Liddell"
        }

        test("a refused device is told so") {
            val device = client.post("/oauth2/device_authorization", "scope" to "openid")
            ScriptedVisitor().denyDevice(device["verification_uri"], device["user_code"])

            client.token(IssuerClient.DEVICE_CODE, "device_code" to device["device_code"])["error"] shouldBe "access_denied"
        }

        test("a refresh needs no more than the identifier, and rotates") {
            val first = client.codeLogin()

            val second = client.token("refresh_token", "refresh_token" to first["refresh_token"])

            second.status shouldBe 200
            second["refresh_token"] shouldNotBe first["refresh_token"]
            SignedJWT.parse(second["id_token"]).jwtClaimsSet.subject shouldBe "alice"
            client.token("refresh_token", "refresh_token" to first["refresh_token"])["error"] shouldBe "invalid_grant"
        }

        test("a refresh token serves no other client") {
            val token = client.codeLogin()
            val other = IssuerClient(server, "sample-application", "sample-secret")

            other.token("refresh_token", "refresh_token" to token["refresh_token"])["error"] shouldBe "invalid_grant"
        }

        test("a revoked refresh token is worth nothing, and ends its access token") {
            val token = client.codeLogin()

            client.post("/oauth2/revoke", "token" to token["refresh_token"]).status shouldBe 200

            client.token("refresh_token", "refresh_token" to token["refresh_token"])["error"] shouldBe "invalid_grant"
            client.plain.get("/userinfo", "Bearer ${token["access_token"]}").status shouldBe 401
        }

        test("introspection wants more than an identifier") {
            val response = client.post("/oauth2/introspect", "token" to "any")
            response.status shouldBe 401
            response["error"] shouldBe "invalid_client"
        }

        test("a client with a secret cannot leave it out") {
            val posing = IssuerClient(server, "sample-application")
            val token = IssuerClient(server, "sample-application", "sample-secret").codeLogin()

            val response = posing.token("refresh_token", "refresh_token" to token["refresh_token"])

            response.status shouldBe 401
            response["error"] shouldBe "invalid_client"
            posing.post("/oauth2/device_authorization", "scope" to "openid").status shouldBe 401
        }

        test("a client that is not registered is nobody") {
            for (unknown in listOf(IssuerClient(server, "nobody"), IssuerClient(server, "nobody", "guessed"))) {
                val response = unknown.token("refresh_token", "refresh_token" to "any")
                response.status shouldBe 401
                response["error"] shouldBe "invalid_client"
            }
        }

        test("a wrong secret is refused with the scheme that it came by") {
            val response = IssuerClient(server, "sample-application", "wrong").token("refresh_token", "refresh_token" to "any")
            response.status shouldBe 401
            response.header("WWW-Authenticate") shouldBe "Basic realm=\"sample\""
        }

        test("no grant beyond those of the client") {
            client.token("client_credentials")["error"] shouldBe "invalid_client"
        }

        test("a scope that the client does not have is refused") {
            client.post("/oauth2/device_authorization", "scope" to "openid everything")["error"] shouldBe "invalid_scope"
        }

        test("userinfo without a token says what it wants") {
            val response = client.plain.get("/userinfo")
            response.status shouldBe 401
            response.header("WWW-Authenticate") shouldBe "Bearer"
        }

        test("a logout with the ID token leads back to any loopback port, with state") {
            val idToken = client.codeLogin()["id_token"]
            val back = "http://127.0.0.1:53123/callback"

            fun logout(target: String) =
                client.plain.get(
                    "/connect/logout?id_token_hint=$idToken&state=x&post_logout_redirect_uri=${PlainClient.encode(target)}",
                )

            logout(back).header("Location") shouldBe "$back?state=x"
            logout("http://example.com/callback").header("Location").shouldBeNull()
        }
    })
