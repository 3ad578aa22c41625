// Tests IntrospectionResponseReader.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.openid.IssuingServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class SignedIntrospectionTest :
    FunSpec({
        val jose = NimbusJose.jose
        val ec = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256, "enc"))
        val metadata =
            ClientBench.METADATA.newBuilder().member(
                "introspection_signing_alg_values_supported",
                listOf("ES256", "HS256", "none"),
            ).build()
        val jwt = "application/token-introspection+jwt"
        val type = "token-introspection+jwt"

        fun responding(
            mediaType: String? = jwt,
            body: IssuingServer.() -> String,
        ) = IssuingServer { ScriptedResponse(body(), mediaType = mediaType) }

        /** The claims of a response that is right, with members replaced by JSON text, or removed by null. */
        fun IssuingServer.said(vararg changes: Pair<String, String?>) =
            claims(
                "sub" to null,
                "exp" to null,
                "token_introspection" to """{"active":true,"sub":"alice","scope":"read","client_id":"app"}""",
                *changes,
            )

        val required: ClientConfig.Builder.() -> Unit = { introspection = IntrospectionSettings { requireJwt() } }

        suspend fun IssuingServer.introspect(configure: ClientConfig.Builder.() -> Unit = required) =
            bench.client(metadata, configure = configure).introspect("secret-at")

        suspend fun IssuingServer.refuse(configure: ClientConfig.Builder.() -> Unit = required): String {
            val message = shouldThrow<InvalidResponseException> { introspect(configure) }.message
            message shouldNotContain "alice"
            message shouldNotContain "secret-at"
            return message
        }

        fun encrypted(content: String) =
            jose.codec.encrypt(content, ec.toPublic(), JweAlgorithm.ECDH_ES, ContentEncryption.A128GCM, contentType = "JWT")

        context("asking") {
            test("a client that wants a JWT asks for one, and for nothing else") {
                val server = responding { sign(said(), type = type) }

                val introspection = server.introspect()

                introspection.active shouldBe true
                introspection.subject shouldBe "alice"
                introspection.scope shouldBe "read"
                introspection.clientId shouldBe "app"
                // The envelope is none of it: its issuer is the server that responds, not the one that issued the token.
                introspection.issuer.shouldBeNull()
                introspection.audience shouldBe emptyList()
                server.bench.requests.first().header("accept") shouldBe jwt
                server.bench.requests.first()["token"] shouldBe "secret-at"
            }
            test("any other asks for JSON") {
                val server = responding("application/json") { """{"active":true,"sub":"alice"}""" }

                server.introspect {}.subject shouldBe "alice"

                server.bench.requests.single().header("accept") shouldBe "application/json"
            }
            test("algorithms or encryption in the settings ask for a JWT too") {
                listOf(
                    IntrospectionSettings { protection { signedResponseAlgorithms(JwsAlgorithm.ES256) } },
                    IntrospectionSettings { protection { requireEncryption() } },
                ).forEach { settings ->
                    val server = responding { encrypted(sign(said(), type = type)) }
                    server.introspect {
                        introspection = settings
                        decryptionKeys(ec)
                    }.active shouldBe true
                    server.bench.requests.first().header("accept") shouldBe jwt
                }
            }
        }

        context("a body that is not a JWT") {
            test("is refused where one was asked for, whatever it calls itself") {
                listOf("application/json", "application/jwt", "text/plain", null).forEach { mediaType ->
                    responding(mediaType) { """{"active":true,"sub":"alice"}""" }.refuse() shouldContain "not a JWT"
                }
            }
            test("is no JWT because it says so") {
                listOf("""{"active":true,"sub":"alice"}""", "", "a.b.c", "<html>").forEach { body ->
                    responding { body }.refuse()
                }
            }
            test("is the response of a server that is asked for nothing else") {
                responding("application/json") { """{"active":false,"sub":"alice"}""" }.introspect {}.subject.shouldBeNull()
            }
            test("stays an error when it is one") {
                val server = IssuingServer { ScriptedResponse.error("invalid_client", 401) }
                shouldThrow<OAuthException> { server.introspect() }.error shouldBe "invalid_client"
            }
        }

        context("a JWT") {
            test("of an inactive token says nothing else") {
                val server = responding {
                    sign(said("token_introspection" to """{"active":false,"sub":"alice"}"""), type = type)
                }
                val introspection = server.introspect()
                introspection.active shouldBe false
                introspection.claims.keys shouldBe setOf("active")
            }
            test("that comes without having been asked for is validated all the same") {
                responding { sign(said(), type = type) }.introspect {}.active shouldBe true
                responding { sign(said("aud" to "\"mallory\""), type = type) }.refuse {} shouldContain "aud"
            }
            test("by a otherServer's key is refused") {
                responding { sign(said(), jose.keys.generate(JwsAlgorithm.ES256, "k1"), type = type) }.refuse() shouldContain
                    "signature"
                responding { sign(said(), jose.keys.generate(JwsAlgorithm.ES256, "k2"), type = type) }.refuse() shouldContain
                    "key"
            }
            test("a JWT with changed content is refused") {
                val changed = { text: String -> text.split('.').let { (head, body, end) -> "$head.${body.reversed()}.$end" } }
                responding { changed(sign(said(), type = type)) }.refuse()
            }
            test("in an algorithm that is not allowed is refused") {
                responding { sign(said(), type = type) }.refuse {
                    introspection = IntrospectionSettings { protection { signedResponseAlgorithms(JwsAlgorithm.PS256) } }
                } shouldContain "algorithm"
                responding { "eyJhbGciOiJub25lIiwidHlwIjoidG9rZW4taW50cm9zcGVjdGlvbitqd3QifQ.e30." }.refuse() shouldContain
                    "algorithm"
            }
            test("by the client's secret counts only for who says so") {
                val secret = "a-secret-of-thirty-two-octets-000"
                val server = responding {
                    sign(said(), ClientSecretKey.signing(secret), JwsAlgorithm.HS256, type)
                }
                server.introspect {
                    clientSecret = secret
                    introspection = IntrospectionSettings { protection { signedResponseAlgorithms(JwsAlgorithm.HS256) } }
                }.active shouldBe true
                server.refuse {
                    clientSecret = secret
                    introspection = IntrospectionSettings { requireJwt() }
                } shouldContain "algorithm"
                shouldThrow<InvalidConfigException> {
                    server.introspect {
                        introspection = IntrospectionSettings { protection { signedResponseAlgorithms(JwsAlgorithm.HS256) } }
                    }
                }
            }
            test("without algorithms in the metadata is signed by RS256") {
                val server = responding { sign(said(), type = type) }
                shouldThrow<InvalidResponseException> { server.bench.client(configure = required).introspect("at") }
                val rsa =
                    IssuingServer { ScriptedResponse(sign(said(), IssuingServer.RSA, JwsAlgorithm.RS256, type), mediaType = jwt) }
                rsa.published = listOf(IssuingServer.RSA.toPublic())
                rsa.bench.client(configure = required).introspect("at").active shouldBe true
            }
            listOf(null, "JWT", "at+jwt", "token-introspection", "token-introspection+jwt+jwt").forEach { other ->
                test("of type $other is refused") { responding { sign(said(), type = other) }.refuse() shouldContain "typ" }
            }
            listOf("Token-Introspection+JWT", "application/token-introspection+jwt").forEach { same ->
                test("may write its type as $same (RFC 7515 §4.1.9)") {
                    responding { sign(said(), type = same) }.introspect().active shouldBe true
                }
            }
            listOf(
                "iss" to null,
                "iss" to "\"https://mallory.example\"",
                "iss" to "\"https://as.example/\"",
                "iss" to "7",
                "aud" to null,
                "aud" to "\"mallory\"",
                "aud" to "[]",
                "aud" to "[7]",
                "iat" to null,
                "iat" to "\"now\"",
                "iat" to "99999999999",
                "exp" to "1",
                "exp" to "\"later\"",
                "nbf" to "99999999999",
                "nbf" to "\"soon\"",
                "token_introspection" to null,
                "token_introspection" to "true",
                "token_introspection" to "[]",
                "token_introspection" to "\"{}\"",
            ).forEach { (claim, value) ->
                test("a JWT whose $claim is $value is refused") {
                    responding { sign(said(claim to value), type = type) }.refuse() shouldContain claim
                }
            }
            listOf("{}", """{"active":"true"}""", """{"active":1}""").forEach { said ->
                test("a token_introspection of $said does not make a token active") {
                    responding { sign(said("token_introspection" to said), type = type) }.refuse() shouldContain "active"
                }
            }
            test("does not say anything of the token beside the claim for it") {
                responding { sign(said("token_introspection" to null, "active" to "true"), type = type) }.refuse()
            }
            test("has times that count to the second") {
                fun at(
                    claim: String,
                    seconds: Long,
                ) = responding { sign(said(claim to "${bench.clock.now().epochSeconds + seconds}"), type = type) }
                at("iat", 60).introspect()
                at("iat", 61).refuse() shouldContain "iat"
                at("iat", -100_000).introspect()
                at("exp", -59).introspect()
                at("exp", -60).refuse() shouldContain "exp"
                at("nbf", 60).introspect()
                at("nbf", 61).refuse() shouldContain "nbf"
            }
            test("may be for several, and for the client by another name when that is configured") {
                val api: ClientConfig.Builder.() -> Unit = {
                    introspection = IntrospectionSettings {
                        requireJwt()
                        audience("https://api.example")
                    }
                }
                responding { sign(said("aud" to """["x","my-client"]"""), type = type) }.introspect().active shouldBe true
                responding { sign(said("aud" to "\"https://api.example\""), type = type) }.introspect(api).active shouldBe true
                responding { sign(said(), type = type) }.refuse(api) shouldContain "aud"
            }
        }

        context("an encrypted JWT") {
            val keyed: ClientConfig.Builder.() -> Unit = {
                decryptionKeys(ec)
                introspection = IntrospectionSettings { requireJwt() }
            }
            val demanded: ClientConfig.Builder.() -> Unit = {
                decryptionKeys(ec)
                introspection = IntrospectionSettings { protection { requireEncryption() } }
            }

            test("has the signed one in it") {
                responding { encrypted(sign(said(), type = type)) }.introspect(keyed).subject shouldBe "alice"
                responding { encrypted(sign(said(), type = type)) }.introspect(demanded).subject shouldBe "alice"
            }
            test("without a signature is refused") {
                responding { encrypted("""{"active":true,"token_introspection":{"active":true}}""") }.refuse(keyed)
            }
            test("is validated like any other") {
                responding { encrypted(sign(said("aud" to "\"mallory\""), type = type)) }.refuse(keyed) shouldContain "aud"
                responding { encrypted(sign(said())) }.refuse(keyed) shouldContain "typ"
                responding { encrypted(encrypted(sign(said(), type = type))) }.refuse(keyed)
            }
            test("to another key is refused") {
                responding { encrypted(sign(said(), type = type)) }.refuse() shouldContain "no key"
                val other = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256, "enc"))
                responding { encrypted(sign(said(), type = type)) }.refuse {
                    decryptionKeys(other)
                    introspection = IntrospectionSettings { requireJwt() }
                } shouldContain "decrypted"
            }
            test("is the only one where that is required") {
                responding { sign(said(), type = type) }.refuse(demanded) shouldContain "not encrypted"
                responding("application/json") { """{"active":true}""" }.refuse(demanded) shouldContain "not a JWT"
            }
        }

        test("settings are values") {
            val settings =
                IntrospectionSettings {
                    protection { signedResponseAlgorithms(JwsAlgorithm.PS256) }
                    audience("api")
                }
            settings.newBuilder().build() shouldBe settings
            (settings.newBuilder().audience("other").build() == settings) shouldBe false
            settings.isJwtRequired shouldBe true
            IntrospectionSettings.DEFAULT.isJwtRequired shouldBe false
            val config = ClientConfig("c") { introspection = settings }
            config.newBuilder().build() shouldBe config
            (config == ClientConfig("c")) shouldBe false
        }

        test("the keys are fetched once for many responses") {
            val server = responding { sign(said(), type = type) }
            val client = server.bench.client(metadata, configure = required)
            repeat(2) { client.introspect("at") }
            server.bench.requests.map { it.url } shouldContainExactly
                listOf("https://as.example/introspect", IssuingServer.JWKS, "https://as.example/introspect")
        }
    })
