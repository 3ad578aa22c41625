// Tests RegisteredAlgorithms and RegisteredAuthentication.
package io.github.oidcauth.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretJwt
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.IntrospectionSettings
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.time.Instant

class ClientRegistrarTest :
    FunSpec({
        fun respond(
            more: String = "",
            uri: String = "https://as.example/register/c1",
        ) = """{"client_id":"c1","client_secret":"s3cret","client_secret_expires_at":0,"client_id_issued_at":1700000000,
            "registration_access_token":"rat","registration_client_uri":"$uri","client_name":"My tool"$more}"""

        fun ClientBench.registrar(metadata: ServerMetadata = ClientBench.METADATA) =
            ClientRegistrar(metadata, clientContext, allowInsecureHttp = false)

        val tool =
            ClientMetadata {
                clientName("My tool")
                redirectUris("http://127.0.0.1/callback")
                grantTypes("authorization_code", "refresh_token")
            }

        test("a client is registered with what it asks for, by the initial access token") {
            val bench = ClientBench { ScriptedResponse(respond(), 201) }

            val client = bench.registrar().register(tool, "iat")

            val request = bench.requests.single()
            request.method shouldBe "POST"
            request.url shouldBe "https://as.example/register"
            request.header("authorization") shouldBe "Bearer iat"
            request.header("content-type").orEmpty() shouldContain "application/json"
            parseJson(request.body) shouldBe tool.toJson()
            client.clientId shouldBe "c1"
            client.clientSecret shouldBe "s3cret"
            client.clientSecretExpiresAt.shouldBeNull()
            client.clientIdIssuedAt shouldBe Instant.fromEpochSeconds(1_700_000_000)
            client.metadata.toJson().keys shouldBe setOf("client_name")
        }

        test("times may be text, and an end of zero is none in both forms") {
            fun registered(end: String) =
                RegisteredClient.deserialize(
                    """{"client_id":"c1","client_id_issued_at":"1700000000","client_secret_expires_at":$end}""",
                )
            registered("0").clientIdIssuedAt shouldBe Instant.fromEpochSeconds(1_700_000_000)
            listOf("0", "\"0\"", "\"\"", "null").forEach { registered(it).clientSecretExpiresAt.shouldBeNull() }
            listOf("1700000001", "\"1700000001\"").forEach {
                registered(it).clientSecretExpiresAt shouldBe Instant.fromEpochSeconds(1_700_000_001)
            }
        }

        test("a registration is read, changed and ended at its own address by its own token") {
            val bench =
                ClientBench { request ->
                    when (request.method) {
                        "DELETE" -> ScriptedResponse("", 204)
                        else -> ScriptedResponse("""{"client_id":"c1","client_name":"New"}""")
                    }
                }
            val client = RegisteredClient.deserialize(respond())
            val registrar = bench.registrar()

            val read = registrar.read(client)
            val updated = registrar.update(read, ClientMetadata { clientName("New") })
            registrar.delete(updated)

            bench.requests.map { it.method } shouldBe listOf("GET", "PUT", "DELETE")
            bench.requests.forEach {
                it.url shouldBe "https://as.example/register/c1"
                it.header("authorization") shouldBe "Bearer rat"
            }
            // RFC 7592 §2.2: the secret goes along, the other members that only the server sets do not.
            bench.requests[1].body shouldBe """{"client_name":"New","client_id":"c1","client_secret":"s3cret"}"""
            updated.clientSecret shouldBe "s3cret"
        }

        test("a server that changes the token of the registration is believed") {
            val bench = ClientBench { ScriptedResponse("""{"client_id":"c1","registration_access_token":"rat2"}""") }
            val registrar = bench.registrar()

            registrar.read(registrar.read(RegisteredClient.deserialize(respond())))

            bench.requests.last().header("authorization") shouldBe "Bearer rat2"
        }

        listOf(
            "https://evil.example/register/c1",
            "http://as.example/register/c1",
            "https://as.example:444/x",
            "https://as.example@evil.example/",
        ).forEach { uri ->
            test("the token of the registration is not sent to $uri") {
                val bench = ClientBench { ScriptedResponse(respond()) }

                shouldThrow<InvalidResponseException> { bench.registrar().read(RegisteredClient.deserialize(respond(uri = uri))) }
                bench.requests shouldHaveSize 0
            }
        }

        test("another client than was asked for is refused") {
            val bench = ClientBench { ScriptedResponse("""{"client_id":"c2"}""") }

            shouldThrow<InvalidResponseException> { bench.registrar().read(RegisteredClient.deserialize(respond())) }
        }

        test("a client that the server does not let manage itself says so") {
            shouldThrow<InvalidConfigException> {
                ClientBench { ScriptedResponse("{}") }.registrar().read(RegisteredClient.deserialize("""{"client_id":"c1"}"""))
            }.message shouldContain "registration_access_token"
        }

        test("a refusal says why, without the token") {
            val bench =
                ClientBench { ScriptedResponse.error("invalid_redirect_uri", more = """"error_description":"iat-secret!"""") }

            val failure = shouldThrow<OAuthException> { bench.registrar().register(tool, "iat-secret") }

            failure.error shouldBe "invalid_redirect_uri"
            "${failure.message} ${failure.detail}" shouldNotContain "iat-secret"
        }

        test("a server without registration endpoint is not asked") {
            val registrar = ClientBench { ScriptedResponse("{}") }.registrar(ServerMetadata { })

            shouldThrow<InvalidConfigException> { registrar.register(tool) }
        }

        listOf("{}", """{"client_id":7}""", "[]", "").forEach { body ->
            test("'$body' is no client") {
                shouldThrow<AuthException> { ClientBench { ScriptedResponse(body, 201) }.registrar().register(tool) }
                shouldThrow<AuthException> { RegisteredClient.deserialize(body) }
            }
        }

        test("a registered client becomes a configuration with its method") {
            RegisteredClient.deserialize(respond()).toConfig().build().authentication.shouldBeInstanceOf<ClientSecretBasic>()
            RegisteredClient
                .deserialize(respond(""","token_endpoint_auth_method":"client_secret_post""""))
                .toConfig()
                .build()
                .authentication
                .shouldBeInstanceOf<ClientSecretPost>()
        }

        test("responses that are registered to be signed and encrypted are accepted in that form alone") {
            val config =
                RegisteredClient
                    .deserialize(
                        respond(
                            ""","id_token_signed_response_alg":"ES256","userinfo_signed_response_alg":"none",
                            "introspection_signed_response_alg":"PS256","introspection_encrypted_response_alg":"ECDH-ES"""",
                        ),
                    ).toConfig()
                    .build()

            config.idToken.protection shouldBe JwtProtection { signedResponseAlgorithms(JwsAlgorithm.ES256) }
            config.userInfo shouldBe JwtProtection.DEFAULT
            config.introspection.isJwtRequired shouldBe true
            config.introspection.protection shouldBe
                JwtProtection {
                    signedResponseAlgorithms(JwsAlgorithm.PS256)
                    encryptedResponseAlgorithms(JweAlgorithm.ECDH_ES)
                    encryptedResponseEncodings(ContentEncryption.A128CBC_HS256)
                    requireEncryption()
                }
            RegisteredClient.deserialize(respond()).toConfig().build().introspection shouldBe IntrospectionSettings.DEFAULT
        }

        listOf(
            "" to "client_secret_basic",
            """"token_endpoint_auth_method":null,""" to "client_secret_basic",
            """"token_endpoint_auth_method":"",""" to "client_secret_basic",
            """"token_endpoint_auth_method":" ",""" to "client_secret_basic",
            """"token_endpoint_auth_method":"client_secret_basic",""" to "client_secret_basic",
            """"token_endpoint_auth_method":"client_secret_post",""" to "client_secret_post",
            """"token_endpoint_auth_method":"client_secret_jwt",""" to "client_secret_jwt",
            """"token_endpoint_auth_method":"none",""" to "none",
            """"token_endpoint_auth_method":"private_key_jwt",""" to null,
            """"token_endpoint_auth_method":"tls_client_auth",""" to null,
        ).forEach { (member, method) ->
            test("a registration with {$member} authenticates with $method") {
                // The server's response to a real request, but for the names.
                val body =
                    """{"client_id":"c1","client_secret":"sec","redirect_uris":["http://127.0.0.1:9/cb"],"grant_types":null,
                    "response_types":null,$member"client_id_issued_at":1780531527}"""
                val client = ClientBench { ScriptedResponse(body, 201) }.registrar().register(tool)

                client.toConfig().build().authentication?.method shouldBe method
                client.metadata.toJson().keys shouldBe
                    client.toJson().keys.filter { it == "redirect_uris" || it.startsWith("token") }
                        .filter { "null" !in member || it != "token_endpoint_auth_method" }.toSet()
            }
        }

        test("a client without secret is left to what the caller adds") {
            listOf("", ""","client_secret":""""", ""","client_secret":null""").forEach { secret ->
                val client = RegisteredClient.deserialize("""{"client_id":"c1"$secret}""")

                client.clientSecret.shouldBeNull()
                client.toConfig().build().authentication.shouldBeNull()
            }
        }

        listOf("attest_jwt_client_auth", "CLIENT_SECRET_BASIC").forEach { method ->
            test("the method $method is refused, and the registration stays") {
                val client = RegisteredClient.deserialize(respond(""","token_endpoint_auth_method":"$method""""))

                shouldThrow<InvalidConfigException> { client.toConfig() }.message shouldContain method
                client.serialize() shouldContain "rat"
            }
        }

        listOf("7", "[]", """["client_secret_basic"]""", "true").forEach { method ->
            test("a method that is $method is refused") {
                val client = RegisteredClient.deserialize(respond(""","token_endpoint_auth_method":$method"""))

                shouldThrow<InvalidConfigException> { client.toConfig() }
            }
        }

        test("a signed assertion is made with the algorithm that is registered") {
            fun authentication(algorithm: String) =
                RegisteredClient.deserialize(
                    respond(
                        ""","token_endpoint_auth_method":"client_secret_jwt","token_endpoint_auth_signing_alg":"$algorithm"""",
                    ),
                ).toConfig().build().authentication

            authentication("HS512") shouldBe ClientSecretJwt("s3cret", JwsAlgorithm.HS512)
            authentication("") shouldBe ClientSecretJwt("s3cret", JwsAlgorithm.HS256)
            shouldThrow<InvalidConfigException> { authentication("RS256") }.message shouldContain "RS256"
        }

        context("an algorithm that is not known") {
            val signatures =
                listOf(
                    "id_token_signed_response_alg",
                    "userinfo_signed_response_alg",
                    "introspection_signed_response_alg",
                    "authorization_signed_response_alg",
                    "request_object_signing_alg",
                    "token_endpoint_auth_signing_alg",
                    "backchannel_authentication_request_signing_alg",
                )
            val keys = listOf("id_token", "userinfo", "introspection", "authorization").map { "${it}_encrypted_response_alg" }
            val contents = listOf("id_token", "userinfo", "introspection", "authorization").map { "${it}_encrypted_response_enc" }
            val unknown =
                signatures.map { it to "\"XS256\"" } +
                    (keys + "request_object_encryption_alg").map { it to "\"RSA1_5\"" } +
                    (contents + "request_object_encryption_enc").map { it to "\"A128CTR\"" } +
                    (signatures + keys + contents).flatMap { listOf(it to "7", it to "[\"RS256\"]", it to "\"rs256\"") } +
                    listOf("id_token", "introspection", "authorization").map { "${it}_signed_response_alg" to "\"none\"" } +
                    listOf("id_token_signed_response_alg" to "\"any\"")

            unknown.forEach { (member, value) ->
                test("$member $value is refused at the registration, which is not lost") {
                    val client = ClientBench {
                        ScriptedResponse(respond(""","$member":$value"""), 201)
                    }.registrar().register(tool)

                    val failure = shouldThrow<InvalidConfigException> { client.toConfig() }

                    failure.message shouldContain member
                    failure.message shouldNotContain "s3cret"
                    client.clientId shouldBe "c1"
                    client.registrationAccessToken shouldBe "rat"
                }
            }

            test("is not one that is absent, null or empty, or no restriction at all") {
                val members =
                    (signatures + keys + contents).flatMap { listOf(""""$it":null""", """"$it":""""") } +
                        """"userinfo_signed_response_alg":"none"""" + """"request_object_signing_alg":"none"""" +
                        """"request_object_signing_alg":"any"""" + """"request_object_encryption_alg":"any""""

                members.forEach { member ->
                    RegisteredClient.deserialize(respond(",$member")).toConfig().build() shouldBe
                        RegisteredClient.deserialize(respond()).toConfig().build()
                }
            }
        }

        test("a signed authorization response is accepted as it is registered") {
            val client = RegisteredClient.deserialize(respond(""","authorization_signed_response_alg":"PS256""""))

            client.toConfig().build().authorization.responses shouldBe
                JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) }
        }

        test("a registered client shows no secret") {
            val text = RegisteredClient.deserialize(respond()).toString()

            text shouldNotContain "s3cret"
            text shouldNotContain "rat"
        }
    })
