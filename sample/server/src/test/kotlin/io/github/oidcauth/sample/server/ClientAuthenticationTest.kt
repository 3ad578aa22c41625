package io.github.oidcauth.sample.server

import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jose.jwk.gen.ECKeyGenerator
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator
import com.nimbusds.jwt.JWTClaimsSet
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.time.Instant
import java.util.Date

class ClientAuthenticationTest :
    FunSpec({
        val rsaKey = RSAKeyGenerator(2048).keyID("rsa").generate()
        val server = SampleServer.start(Settings(serviceKeys = JWKSet(rsaKey).toString()))
        val plain = PlainClient(server.url)
        afterSpec { server.close() }

        val serviceKey = ECKey.parse(server.serviceKey)

        val foreign = ECKeyGenerator(Curve.P_256).keyID(serviceKey.keyID).generate()

        fun token(vararg client: Pair<String, String>) =
            plain.post("/oauth2/token", "grant_type" to "client_credentials", "scope" to "read", *client)

        fun keyClaims(audience: String = server.issuer) =
            Assertions.claims(SampleClients.KEY_SERVICE, SampleClients.KEY_SERVICE, audience)

        fun byKey(
            claims: JWTClaimsSet.Builder = keyClaims(),
            key: com.nimbusds.jose.jwk.JWK = serviceKey,
        ) = Assertions.asClient(SampleClients.KEY_SERVICE, Assertions.signed(claims, key))

        fun shouldBeNobody(response: PlainClient.Response) {
            response.status shouldBe 401
            response.body shouldBe """{"error":"invalid_client"}"""
        }

        test("client_secret_basic") {
            val token = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET).token(
                "client_credentials",
                "scope" to "read",
            )
            token.status shouldBe 200
            token["scope"] shouldBe "read"
        }

        test("client_secret_post, with the right secret only") {
            token("client_id" to SampleClients.SERVICE, "client_secret" to SampleClients.SECRET).status shouldBe 200
            shouldBeNobody(token("client_id" to SampleClients.SERVICE, "client_secret" to "wrong"))
        }

        test("client_secret_jwt, with the right secret only") {
            fun claims() = Assertions.claims(SampleClients.SECRET_JWT_SERVICE, SampleClients.SECRET_JWT_SERVICE, server.issuer)

            fun bySecret(secret: String) = Assertions.asClient(
                SampleClients.SECRET_JWT_SERVICE,
                Assertions.signed(claims(), secret),
            )
            token(*bySecret(SampleClients.SECRET)).status shouldBe 200
            shouldBeNobody(token(*bySecret("x".repeat(32))))
        }

        test("private_key_jwt by the server's key and by the one that was handed in, for the issuer or the endpoint") {
            token(*byKey()).status shouldBe 200
            token(*byKey(keyClaims("${server.issuer}/oauth2/token"))).status shouldBe 200
            token(*byKey(key = rsaKey)).status shouldBe 200
        }

        test("private_key_jwt opens the other endpoints of clients") {
            plain.post("/oauth2/introspect", "token" to "any", *byKey()).body shouldBe """{"active":false}"""
            plain.post("/oauth2/revoke", "token" to "any", *byKey()).status shouldBe 200
        }

        test("an assertion says who the client is, also without client_id beside it") {
            token(*byKey().drop(1).toTypedArray()).status shouldBe 200
            shouldBeNobody(token(*byKey(key = foreign).drop(1).toTypedArray()))
            shouldBeNobody(token(*Assertions.asClient("", "nonsense").drop(1).toTypedArray()))
        }

        test("a code is worth nothing without its verifier, however the client says who it is") {
            for ((verifier, status) in listOf(null to 400, "w".repeat(43) to 400, IssuerClient.VERIFIER to 200)) {
                LoopbackListener().use { listener ->
                    val redirectUri = listener.redirectUri("localhost")
                    val client = IssuerClient(server, SampleClients.KEY_SERVICE)
                    ScriptedVisitor().signIn(client.url(client.authorizationRequest(redirectUri)))
                    val fields =
                        listOfNotNull(
                            "grant_type" to "authorization_code",
                            "code" to listener.parameter("code").orEmpty(),
                            "redirect_uri" to redirectUri,
                            verifier?.let { "code_verifier" to it },
                        ) + byKey().drop(1)

                    plain.post("/oauth2/token", *fields.toTypedArray()).status shouldBe status
                }
            }
        }

        test("an assertion serves once") {
            val once = byKey()
            token(*once).status shouldBe 200
            shouldBeNobody(token(*once))
        }

        for ((what, request) in listOf(
            "by another key" to { byKey(key = foreign) },
            "for another server" to { byKey(keyClaims("https://example.com")) },
            "about another client" to { byKey(keyClaims().subject(SampleClients.SERVICE)) },
            "by another issuer" to { byKey(keyClaims().issuer(SampleClients.SERVICE)) },
            "that has expired" to { byKey(keyClaims().expirationTime(Date.from(Instant.now().minusSeconds(3600)))) },
            "without an end" to { byKey(keyClaims().expirationTime(null)) },
            "without an identifier" to { byKey(keyClaims().jwtID(null)) },
            "with the public key as a secret" to {
                Assertions.asClient(
                    SampleClients.KEY_SERVICE,
                    Assertions.signed(keyClaims(), serviceKey.toPublicJWK().toJSONString()),
                )
            },
            "that is no JWT" to { Assertions.asClient(SampleClients.KEY_SERVICE, "nonsense") },
        )) {
            test("no assertion $what") { shouldBeNobody(token(*request())) }
        }

        test("a client has no other method than its own") {
            shouldBeNobody(token("client_id" to SampleClients.KEY_SERVICE, "client_secret" to SampleClients.SECRET))
            val claims = Assertions.claims(SampleClients.SERVICE, SampleClients.SERVICE, server.issuer)
            shouldBeNobody(token(*Assertions.asClient(SampleClients.SERVICE, Assertions.signed(claims, SampleClients.SECRET))))
            shouldBeNobody(token("client_id" to SampleClients.SERVICE))
        }

        test("keys that are none are refused at the start") {
            for (nonsense in listOf("nonsense", "{}", """{"keys":[]}""")) {
                shouldThrow<IllegalArgumentException> { Settings(serviceKeys = nonsense) }
            }
        }
    })
