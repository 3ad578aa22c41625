package io.github.oidcauth.sample.server

import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jose.jwk.KeyUse
import com.nimbusds.jose.jwk.gen.ECKeyGenerator
import com.sun.net.httpserver.HttpServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.net.InetAddress
import java.net.InetSocketAddress

class RegistrationTest :
    FunSpec({
        val server = SampleServer.start()
        val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
        val plain = PlainClient(server.url)
        afterSpec { server.close() }

        fun initialToken() = service.token("client_credentials", "scope" to "client.create")["access_token"]

        fun register(
            metadata: String,
            token: String = initialToken(),
        ) = plain.postJson("/connect/register", """{"redirect_uris":["http://127.0.0.1/callback"]$metadata}""", "Bearer $token")

        test("a confidential client is registered, told its secret, and can use it at once") {
            val client = register(""","client_name":"Newcomer","scope":"openid email"""")

            client.status shouldBe 201
            client["token_endpoint_auth_method"] shouldBe "client_secret_basic"
            client.json.path("client_secret_expires_at").asInt(-1) shouldBe 0
            val newcomer = IssuerClient(server, client["client_id"], client["client_secret"])
            newcomer.codeLogin("openid email").status shouldBe 200
        }

        test("a public client is registered without a secret") {
            val client = register(""","token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"]""")

            client.status shouldBe 201
            client["token_endpoint_auth_method"] shouldBe "none"
            client.json.has("client_secret") shouldBe false
            val token = IssuerClient(server, client["client_id"]).codeLogin()
            IssuerClient(
                server,
                client["client_id"],
            ).token("refresh_token", "refresh_token" to token["refresh_token"]).status shouldBe
                200
        }

        test("a client that signs with its secret can do so") {
            val client = register(""","token_endpoint_auth_method":"client_secret_jwt","grant_types":["client_credentials"]""")
            val claims = Assertions.claims(client["client_id"], client["client_id"], server.issuer)
            val assertion = Assertions.asClient(client["client_id"], Assertions.signed(claims, client["client_secret"]))

            plain.post("/oauth2/token", "grant_type" to "client_credentials", *assertion).status shouldBe 200
        }

        test("a client that signs with a key publishes it at an address of its own") {
            val key = ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).keyID("own").generate()
            val publisher = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
            publisher.createContext("/jwks") { exchange ->
                val body = JWKSet(key).toString().toByteArray()
                exchange.responseHeaders.set("Content-Type", "application/json")
                exchange.sendResponseHeaders(200, body.size.toLong())
                exchange.responseBody.use { it.write(body) }
            }
            publisher.start()
            try {
                val client =
                    register(
                        ""","token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_signing_alg":"ES256",""" +
                            """"grant_types":["client_credentials"],"jwks_uri":"http://127.0.0.1:${publisher.address.port}/jwks"""",
                    )
                val claims = Assertions.claims(client["client_id"], client["client_id"], server.issuer)
                val assertion = Assertions.asClient(client["client_id"], Assertions.signed(claims, key))

                plain.post("/oauth2/token", "grant_type" to "client_credentials", *assertion).status shouldBe 200
            } finally {
                publisher.stop(0)
            }
        }

        test("a client looks at its registration with the token that came with it") {
            val client = register("")
            val address = client["registration_client_uri"].removePrefix(server.url)

            val seen = plain.get(address, "Bearer ${client["registration_access_token"]}")

            seen.status shouldBe 200
            seen["client_id"] shouldBe client["client_id"]
            plain.get(address).status shouldBe 401
            plain.get(address, "Bearer ${register("")["registration_access_token"]}").status shouldBe 401
        }

        context("a client that is registered") {
            fun PlainClient.Response.manage(
                method: String,
                body: String,
                token: String? = this["registration_access_token"],
            ) = plain.postJson(
                this["registration_client_uri"].removePrefix(server.url),
                body,
                token?.let {
                    "Bearer $it"
                },
                method,
            )

            fun PlainClient.Response.metadata(more: String) =
                """{"client_id":"${this["client_id"]}","redirect_uris":["http://localhost/callback"]$more}"""

            test("changes what it has said, and stays who it is") {
                val client = register(""","client_name":"Before"""")

                val changed = client.manage(
                    "PUT",
                    client.metadata(""","client_name":"After","scope":"openid","client_secret":"${client["client_secret"]}""""),
                )

                changed.status shouldBe 200
                for (same in listOf("client_id", "client_secret", "registration_access_token", "client_id_issued_at")) {
                    changed[same] shouldBe client[same]
                }
                changed["client_name"] shouldBe "After"
                changed["scope"] shouldBe "openid"
                client.manage("GET", "")["client_name"] shouldBe "After"
                val secret = IssuerClient(server, client["client_id"], client["client_secret"])
                secret.post("/oauth2/introspect", "token" to "any").status shouldBe 200
            }

            test("gives up its secret by becoming public") {
                val client = register("")
                val changed = client.manage("PUT", client.metadata(""","token_endpoint_auth_method":"none""""))
                changed.json.has("client_secret") shouldBe false
                IssuerClient(
                    server,
                    client["client_id"],
                    client["client_secret"],
                ).post("/oauth2/revoke", "token" to "x").status shouldBe
                    401
            }

            test("becomes nobody else, and nothing that cannot be registered") {
                val client = register("")
                val other = register("")
                for (body in listOf(
                    other.metadata(""),
                    client.metadata(""","client_secret":"chosen""""),
                    client.metadata(""","scope":"client.create""""),
                    client.metadata(""","token_endpoint_auth_method":"private_key_jwt""""),
                    "nonsense",
                    "{}",
                )) {
                    val response = client.manage("PUT", body)
                    response.status shouldBe 400
                    response["error"] shouldBe "invalid_client_metadata"
                }
            }

            test("is managed with its own token only") {
                val client = register("")
                val read = service.token("client_credentials", "scope" to "read")["access_token"]
                for (token in listOf(null, "nonsense", read, register("")["registration_access_token"])) {
                    client.manage("PUT", client.metadata(""), token).status shouldBe 401
                    client.manage("DELETE", "", token).status shouldBe 401
                }
                client.manage("GET", "").status shouldBe 200
            }

            test("leaves, and is nobody then") {
                val client = register("")

                client.manage("DELETE", "").status shouldBe 204

                client.manage("GET", "").status shouldBe 401
                IssuerClient(server, client["client_id"], client["client_secret"]).token("client_credentials")["error"] shouldBe
                    "invalid_client"
            }
        }

        test("an initial token serves once, and only for this") {
            val token = initialToken()
            register("", token).status shouldBe 201
            register("", token).status shouldBe 401
            register("", service.token("client_credentials", "scope" to "read")["access_token"]).status shouldNotBe 201
            register("", service.token("client_credentials", "scope" to "read client.create")["access_token"]).status shouldNotBe
                201
            plain.postJson("/connect/register", "{}", null).status shouldBe 401
        }

        for ((what, metadata) in listOf(
            "the right to register others" to ""","scope":"client.create"""",
            "a scope that there is not" to ""","scope":"everything"""",
            "a grant that is not for newcomers" to ""","grant_types":["urn:ietf:params:oauth:grant-type:token-exchange"]""",
            "client credentials without a secret" to
                ""","token_endpoint_auth_method":"none","grant_types":["client_credentials"]""",
            "keys that are fetched without TLS from elsewhere" to
                ""","token_endpoint_auth_method":"private_key_jwt","jwks_uri":"http://example.com/jwks"""",
        )) {
            test("nobody registers $what") {
                val response = register(metadata)
                response.status shouldBe 400
                response["error"] shouldBe "invalid_client_metadata"
            }
        }

        test("nobody registers a redirect with a fragment") {
            plain
                .postJson(
                    "/connect/register",
                    """{"redirect_uris":["http://127.0.0.1/callback#x"]}""",
                    "Bearer ${initialToken()}",
                )["error"] shouldBe
                "invalid_redirect_uri"
        }

        test("a client is sent back to no loopback address but its own") {
            val client = plain.postJson(
                "/connect/register",
                """{"redirect_uris":["https://example.com/cb"]}""",
                "Bearer ${initialToken()}",
            )
            val request = IssuerClient(server, client["client_id"], "any").authorizationRequest("http://localhost:1/callback")

            plain.get(IssuerClient(server).url(request).removePrefix(server.url)).status shouldBe 400
        }
    })
