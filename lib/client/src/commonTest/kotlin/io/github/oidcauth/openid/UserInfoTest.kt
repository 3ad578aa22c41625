// Tests UserInfoResponseReader.
package io.github.oidcauth.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.ReceivedProof
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject

@OptIn(DelicateOidcAuthApi::class)
class UserInfoTest :
    FunSpec({
        val jose = NimbusJose.jose
        val ec = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256, "enc"))
        val metadata =
            IssuingServer.METADATA.newBuilder().member(
                "userinfo_signing_alg_values_supported",
                listOf("ES256", "HS256", "none"),
            ).build()

        /** A server that responds with [body] at its userinfo endpoint. */
        fun responding(
            mediaType: String? = "application/json",
            body: IssuingServer.() -> String,
        ) = IssuingServer { ScriptedResponse(body(), mediaType = mediaType) }

        val token = Token("at-secret")
        val alice = ExpectedSubject.of("alice")

        suspend fun IssuingServer.userInfo(
            expected: ExpectedSubject = alice,
            configure: ClientConfig.Builder.() -> Unit = {},
        ) = bench.client(metadata, configure = configure).userInfo(token, expected)

        suspend fun IssuingServer.refuse(
            expected: ExpectedSubject = alice,
            configure: ClientConfig.Builder.() -> Unit = {},
        ): String {
            val message = shouldThrow<InvalidResponseException> { userInfo(expected, configure) }.message
            message shouldNotContain "alice"
            message shouldNotContain "mallory"
            return message
        }

        fun encrypted(content: String) =
            jose.codec.encrypt(content, ec.toPublic(), JweAlgorithm.ECDH_ES, ContentEncryption.A128GCM, contentType = "JWT")

        val signed = JwtProtection { signedResponseAlgorithms(JwsAlgorithm.ES256) }

        test("the text of an access token is as good as the token, and its user is checked as strictly") {
            val server = responding { """{"sub":"alice"}""" }
            val client = server.bench.client(metadata)

            client.userInfo("at-secret", alice).subject shouldBe "alice"
            client.userInfo("at-secret").subject shouldBe "alice"
            shouldThrow<InvalidResponseException> { client.userInfo("at-secret", ExpectedSubject.of("bob")) }

            server.bench.requests.map { it.header("authorization") }.toSet() shouldBe setOf("Bearer at-secret")
        }

        test("a token that is bound to a key is presented with a proof, and once more with the nonce that the server wants") {
            val key = DPoPKey.generate()
            val bound =
                Token("at-secret") {
                    tokenType = "DPoP"
                    dpopKey = key
                }
            val responses =
                mutableListOf(
                    ScriptedResponse(
                        "",
                        401,
                        listOf("WWW-Authenticate" to "DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce" to "n-1"),
                        mediaType = null,
                    ),
                    ScriptedResponse("""{"sub":"alice"}"""),
                )
            val bench = ClientBench { responses.removeAt(0) }

            bench.client().userInfo(bound, alice).subject shouldBe "alice"

            bench.requests.map { it.header("authorization") } shouldBe listOf("DPoP at-secret", "DPoP at-secret")
            val proofs = bench.requests.map { ReceivedProof.of(it) }
            proofs.map { it.key } shouldBe listOf(key.public, key.public)
            proofs.map { it["nonce"] } shouldBe listOf(null, "n-1")
            proofs.forEach {
                it["htm"] shouldBe "GET"
                it["htu"] shouldBe "https://as.example/userinfo"
                it["ath"] shouldBe Base64Url.encode(jose.digest.sha256("at-secret".encodeToByteArray()))
            }
        }

        test("a bound token without its key is not presented") {
            val bench = ClientBench { ScriptedResponse("""{"sub":"alice"}""") }
            shouldThrow<InvalidConfigException> { bench.client().userInfo(Token("at-secret") { tokenType = "DPoP" }, alice) }
            bench.requests shouldHaveSize 0
        }

        test("the access token is presented, and the claims are at hand") {
            val server =
                responding {
                    """{"sub":"alice","name":"Alice","email":"a@example.com","email_verified":true,"preferred_username":"al",
                        "_claim_names":{"address":"src1"},"_claim_sources":{"src1":{"JWT":"a.b.c"}}}"""
                }

            val info = server.userInfo()

            val request = server.bench.requests.single()
            request.method shouldBe "GET"
            request.url shouldBe "https://as.example/userinfo"
            request.header("authorization") shouldBe "Bearer at-secret"
            request.header("accept") shouldBe "application/json, application/jwt"
            info.subject shouldBe "alice"
            info.name shouldBe "Alice"
            info.email shouldBe "a@example.com"
            info.isEmailVerified shouldBe true
            info.preferredUsername shouldBe "al"
            info["_claim_names"] shouldBe parseJson("""{"address":"src1"}""")
            info.string("phone_number") shouldBe null
            info.toString() shouldNotContain "alice"
            info.toString() shouldNotContain "a@example.com"
        }

        test("an address or number that is verified may say so as text, as Cognito and Apple write it") {
            val info =
                responding {
                    """{"sub":"alice","email":"bob@example.com","email_verified":"true","phone_number_verified":"true"}"""
                }
                    .userInfo()
            info.isEmailVerified shouldBe true
            info.isPhoneNumberVerified shouldBe true
            info.phoneNumber shouldBe null
            val booleans =
                responding {
                    """{"sub":"alice","email_verified":"True","phone_number":"+49","phone_number_verified":true}"""
                }.userInfo()
            booleans.isEmailVerified shouldBe true
            booleans.phoneNumber shouldBe "+49"
            booleans.isPhoneNumberVerified shouldBe true
        }

        listOf("false", "\"false\"", "\"yes\"", "1", "null", "[true]").forEach { value ->
            test("an address whose email_verified is $value is not verified") {
                responding {
                    """{"sub":"alice","email":"a@example.com","email_verified":$value,"phone_number_verified":$value}"""
                }.userInfo().let { it.isEmailVerified || it.isPhoneNumberVerified } shouldBe
                    false
            }
        }

        context("the user that it is about") {
            fun about(subject: String) = responding { """{"sub":$subject}""" }

            test("the user of the ID token, to the letter") {
                val server = about("\"alice\"")
                val withIdToken = Token("at") { idToken = server.sign() }
                val ofBob = Token("at") { idToken = server.sign(server.claims("sub" to "\"bob\"")) }
                val client = server.bench.client(metadata)

                client.userInfo(withIdToken).subject shouldBe "alice"
                shouldThrow<InvalidResponseException> { client.userInfo(ofBob) }.message shouldContain "sub"
                client.userInfo(withIdToken, ExpectedSubject.of(client.validateIdToken(server.sign()))).subject shouldBe "alice"
            }
            test("somebody else is refused") {
                about("\"mallory\"").refuse() shouldContain "sub"
                about("\"Alice\"").refuse() shouldContain "sub"
                about("\"\"").refuse() shouldContain "sub"
                about("7").refuse() shouldContain "sub"
                responding { """{"name":"Alice"}""" }.refuse() shouldContain "sub"
                responding { """{"name":"Alice"}""" }.refuse(ExpectedSubject.unchecked()) shouldContain "sub"
            }
            test("two subjects are no subject") {
                responding { """{"sub":"mallory","sub":"alice"}""" }.refuse()
            }
            test("anybody will do when that is said") {
                about("\"mallory\"").userInfo(ExpectedSubject.unchecked()).subject shouldBe "mallory"
            }
            test("a token without an ID token names nobody, and nothing is sent") {
                val server = about("\"alice\"")
                listOf(Token("at"), Token("at") { idToken = "?" }).forEach {
                    shouldThrow<IllegalArgumentException> { server.bench.client(metadata).userInfo(it) }
                }
                server.bench.requests shouldHaveSize 0
            }
            test("nothing is shown of the user") {
                alice.toString() shouldNotContain "alice"
                ExpectedSubject.unchecked().toString() shouldContain "unchecked"
                alice shouldBe ExpectedSubject.of("alice")
            }
        }

        context("a signed response") {
            fun signedResponse(vararg changes: Pair<String, String?>) =
                responding("application/jwt; charset=utf-8") { sign(claims("exp" to null, "iat" to null, *changes)) }

            test("by a key of the server is accepted, registered or not") {
                signedResponse("name" to "\"Alice\"").userInfo().name shouldBe "Alice"
                signedResponse().userInfo { userInfo = signed }.subject shouldBe "alice"
            }
            test("by a otherServer's key is refused") {
                responding("application/jwt") { sign(key = jose.keys.generate(JwsAlgorithm.ES256, "k1")) }.refuse() shouldContain
                    "signature"
            }
            test("in another algorithm is refused") {
                signedResponse().refuse {
                    userInfo = JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) }
                } shouldContain "algorithm"
                responding("application/jwt") { "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9." }.refuse() shouldContain "algorithm"
            }
            listOf(
                "iss" to null,
                "iss" to "\"https://mallory.example\"",
                "aud" to null,
                "aud" to "\"mallory\"",
                "sub" to "\"mallory\"",
                "exp" to "1",
                "exp" to "\"later\"",
                "nbf" to "99999999999",
            ).forEach { (claim, value) ->
                test("a JWT whose $claim is $value is refused") { signedResponse(claim to value).refuse() shouldContain claim }
            }
            test("has times that count to the second") {
                val now = signedResponse().bench.clock.now().epochSeconds
                signedResponse("exp" to "${now - 59}").userInfo()
                signedResponse("exp" to "${now - 60}").refuse() shouldContain "exp"
                signedResponse("nbf" to "${now + 60}").userInfo()
                signedResponse("nbf" to "${now + 61}").refuse() shouldContain "nbf"
            }
            test("is the only one that a client takes which is registered for it") {
                responding { """{"sub":"alice"}""" }.refuse { userInfo = signed } shouldContain "not signed"
                responding(null) { """{"sub":"alice"}""" }.refuse { userInfo = signed } shouldContain "not signed"
            }
            test("is one only when it says so") {
                responding("application/json") { sign() }.refuse()
            }
        }

        context("an encrypted response") {
            val keyed: ClientConfig.Builder.() -> Unit = { decryptionKeys(ec) }
            val required: ClientConfig.Builder.() -> Unit = {
                decryptionKeys(ec)
                userInfo = JwtProtection { requireEncryption() }
            }

            test("may have the claims in it, or a signed JWT") {
                responding("application/jwt") { encrypted("""{"sub":"alice"}""") }.userInfo(configure = keyed).subject shouldBe
                    "alice"
                responding("application/jwt") { encrypted(sign()) }.userInfo(configure = keyed).subject shouldBe "alice"
            }
            test("without a signature is refused where one is registered") {
                responding("application/jwt") { encrypted("""{"sub":"alice"}""") }.refuse {
                    decryptionKeys(ec)
                    userInfo = signed
                } shouldContain "not signed"
            }
            test("is validated like any other") {
                responding("application/jwt") { encrypted("""{"sub":"mallory"}""") }.refuse(configure = keyed) shouldContain "sub"
                responding("application/jwt") {
                    encrypted(sign(claims("aud" to "\"mallory\"")))
                }.refuse(configure = keyed) shouldContain
                    "aud"
                responding("application/jwt") { encrypted("neither") }.refuse(configure = keyed)
                responding("application/jwt") { encrypted(encrypted("""{"sub":"alice"}""")) }.refuse(configure = keyed)
                responding("application/jwt") { encrypted("""{"sub":"alice"}""") }.refuse() shouldContain "no key"
            }
            test("is the only one where that is required") {
                responding("application/jwt") { encrypted("""{"sub":"alice"}""") }.userInfo(configure = required).subject shouldBe
                    "alice"
                responding { """{"sub":"alice"}""" }.refuse(configure = required) shouldContain "not encrypted"
                responding("application/jwt") { sign() }.refuse(configure = required) shouldContain "not encrypted"
            }
        }

        listOf("", "<html>", "[]", "\"alice\"", "{").forEach { body ->
            test("'$body' is no userinfo") {
                responding { body }.refuse()
                responding("application/jwt") { body }.refuse()
            }
        }

        listOf(302, 400, 401, 403, 500).forEach { status ->
            test("status $status is an error, and the access token is not in it") {
                val server =
                    IssuingServer { ScriptedResponse("""{"error":"invalid_token","error_description":"at-secret"}""", status) }

                val failure = shouldThrow<AuthException> { server.userInfo() }

                failure.statusCode shouldBe status
                failure.message shouldNotContain "at-secret"
                failure.detail.orEmpty() shouldNotContain "at-secret"
            }
        }

        test("a challenge says why the access token was refused") {
            val challenge = "Bearer realm=\"at-secret\", error=\"insufficient_scope\", scope=\"openid profile\""
            val server = IssuingServer { ScriptedResponse("", 403, listOf("WWW-Authenticate" to challenge), mediaType = null) }

            val failure = shouldThrow<InsufficientScopeException> { server.userInfo() }

            failure.scope shouldBe "openid profile"
            failure.statusCode shouldBe 403
            failure.detail.orEmpty() shouldNotContain "at-secret"
        }

        test("a server without userinfo endpoint is not asked, and neither is an address that is not secure") {
            val server = responding { """{"sub":"alice"}""" }
            val without = ServerMetadata.fromJson(JsonObject(metadata.toJson() - "userinfo_endpoint"))
            val insecure = metadata.newBuilder().userinfoEndpoint("http://as.example/userinfo").build()

            shouldThrow<InvalidConfigException> { server.bench.client(without).userInfo(token, alice) }
            shouldThrow<InvalidResponseException> { server.bench.client(insecure).userInfo(token, alice) }
            server.bench.requests shouldHaveSize 0
        }
    })
