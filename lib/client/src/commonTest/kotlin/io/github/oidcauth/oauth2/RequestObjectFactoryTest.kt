package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.authorization.RequestObjectClaims
import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.jose.SignatureVerification
import io.github.oidcauth.internal.jose.SignedJwt
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.openid.IssuingServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

private const val REDIRECT = "https://app.example/cb"
private const val SECRET = "a secret of at least 32 characters, for HS256"

class RequestObjectFactoryTest :
    FunSpec({
        val jose = NimbusJose.jose
        val key = jose.keys.generate(JwsAlgorithm.ES256, "c1")
        var published: List<Jwk> = emptyList()
        val bench = ClientBench { ScriptedResponse(JwkSet(published).toPublic().toJson().toString()) }

        fun signing(
            metadata: ServerMetadata = ClientBench.METADATA,
            signingKey: Jwk = key,
            configure: RequestObjectSettings.Builder.() -> Unit = {},
        ) = bench.client(metadata) {
            authorization = AuthorizationSettings { requestObject(RequestObjectSettings(signingKey, configure)) }
        }

        suspend fun signed(
            client: OAuth2Client,
            configure: AuthorizationRequestBuilder.() -> Unit = {},
        ) = client.sign(client.authorizationRequest(REDIRECT, configure))

        fun verified(
            compact: String,
            by: Jwk = key.toPublic(),
            algorithm: JwsAlgorithm = JwsAlgorithm.ES256,
        ): SignedJwt = jose.verifier.verify(
            compact,
            listOf(by),
            setOf(algorithm),
        ).shouldBeInstanceOf<SignatureVerification.Valid>().jwt

        suspend fun claimsOf(configure: AuthorizationRequestBuilder.() -> Unit) =
            verified(signed(signing(), configure).requestObject.shouldNotBeNull()).claims

        test("the claims are those of the example of RFC 9101 §4, whose signature is right") {
            val publicKey = Jwk.parse(RequestObjectVector.KEY)
            val example = verified(RequestObjectVector.JWT, publicKey, JwsAlgorithm.RS256).claims
            val parameters =
                listOf(
                    "response_type" to "code id_token",
                    "client_id" to "s6BhdRkqt3",
                    "redirect_uri" to "https://client.example.org/cb",
                    "scope" to "openid",
                    "state" to "af0ifjsldkj",
                    "nonce" to "n-0S6_WzA2Mj",
                    "max_age" to "86400",
                )
            val made = RequestObjectClaims.of(parameters, "https://server.example.com", bench.clock.now(), 1.minutes, "id")
            JsonObject(made - setOf("jti", "iat", "nbf", "exp")) shouldBe example

            val changed = RequestObjectVector.JWT.replace(".ewog", ".ewoh")
            jose.verifier
                .verify(changed, listOf(publicKey), setOf(JwsAlgorithm.RS256))
                .shouldBeInstanceOf<SignatureVerification.Invalid>()
        }

        test("a signed request says what the plain one does, who asks, whom, and until when") {
            val client = signing()
            val plain = client.authorizationRequest(REDIRECT) { scope("read") }
            val request = client.sign(plain)
            val jwt = verified(request.requestObject.shouldNotBeNull())
            val now = bench.clock.now().epochSeconds

            jwt.type shouldBe "oauth-authz-req+jwt"
            jwt.header.string("kid") shouldBe "c1"
            val asked = plain.parameters.toMap().mapValues { JsonPrimitive(it.value) }
            JsonObject(jwt.claims - setOf("iss", "aud", "jti", "iat", "nbf", "exp")) shouldBe JsonObject(asked)
            jwt.claims["iss"] shouldBe JsonPrimitive("my-client")
            jwt.claims["aud"] shouldBe JsonPrimitive("https://as.example")
            jwt.claims["iat"] shouldBe JsonPrimitive(now)
            jwt.claims["nbf"] shouldBe JsonPrimitive(now)
            jwt.claims["exp"] shouldBe JsonPrimitive(now + 600)
            jwt.claims.keys shouldContain "code_challenge"
            listOf("sub", "request", "request_uri", "code_verifier").forEach { withClue(it) { jwt.claims[it].shouldBeNull() } }
            plain.codeVerifier.shouldNotBeNull().let { jwt.claims.toString() shouldNotContain it }
            request.state shouldBe plain.state
            request.codeVerifier shouldBe plain.codeVerifier
        }

        test("response type and scope are repeated in the URL, for plain OAuth too") {
            val request = signed(signing()) { scope("read") }
            queryParameters(request.url.substringAfter('?')) shouldBe
                mapOf(
                    "response_type" to listOf("code"),
                    "client_id" to listOf("my-client"),
                    "scope" to listOf("read"),
                    "request" to listOf(request.requestObject),
                )
            queryParameters(signed(signing()).url.substringAfter('?'))?.keys shouldBe
                setOf("response_type", "client_id", "request")
            request.requestUri.shouldBeNull()
        }

        test("a setting says what is repeated, with the values of the signed request") {
            suspend fun url(vararg names: String) =
                signed(signing { repeatedParameters(*names) }) {
                    scope("openid")
                    resource("https://api.example/a")
                    resource("https://api.example/b")
                }

            val alone = url()
            alone.url shouldBe "https://as.example/authorize?client_id=my-client&request=${alone.requestObject}"

            val many = url("redirect_uri", "resource", "state", "client_id", "unheard")
            queryParameters(many.url.substringAfter('?')) shouldBe
                mapOf(
                    "client_id" to listOf("my-client"),
                    "redirect_uri" to listOf(REDIRECT),
                    "resource" to listOf("https://api.example/a", "https://api.example/b"),
                    "state" to listOf(many.state),
                    "request" to listOf(many.requestObject),
                )
        }

        test("repeated parameters stay when the request is saved or published, and never beside a pushed one") {
            val request = signed(signing { repeatedParameters("state") }) { scope("read") }
            val published = request.withRequestUri("https://app.example/request")

            AuthorizationRequest.deserialize(request.serialize()).url shouldBe request.url
            queryParameters(published.url.substringAfter('?'))?.keys shouldBe setOf("client_id", "state", "request_uri")
            AuthorizationRequest.deserialize(published.serialize()).url shouldBe published.url

            val pushes =
                ClientBench { ScriptedResponse("""{"request_uri":"urn:example:1","expires_in":60}""", 201) }
            val client = pushes.client { authorization = AuthorizationSettings { requestObject(RequestObjectSettings(key)) } }
            val pushed = client.push(client.sign(client.authorizationRequest(REDIRECT) { scope("read") }))
            queryParameters(pushed.url.substringAfter('?'))?.keys shouldBe setOf("client_id", "request_uri")
            queryParameters(pushes.requests.single().body)?.keys shouldBe setOf("client_id", "request")
        }

        listOf("7", "[7]", "\"state\"", "null").forEach { names ->
            test("a saved request with the repeated parameters $names is none") {
                val text = signed(signing { repeatedParameters("state") }).serialize().replace("[\"state\"]", names)

                shouldThrow<InvalidResponseException> { AuthorizationRequest.deserialize(text) }
            }
        }

        test("OpenID Connect repeats type and scope in the URL, and nothing else") {
            val request = signed(signing()) {
                scope("openid", "email")
                loginHint("alice")
            }
            queryParameters(request.url.substringAfter('?')) shouldBe
                mapOf(
                    "response_type" to listOf("code"),
                    "client_id" to listOf("my-client"),
                    "scope" to listOf("openid email"),
                    "request" to listOf(request.requestObject),
                )
        }

        test("numbers, objects and repeated parameters are what they are in JSON") {
            val claims =
                claimsOf {
                    maxAge(86_400.seconds)
                    resource("https://api.example/a")
                    resource("https://api.example/b")
                    audience("one")
                    authorizationDetails(buildJsonArray { addJsonObject { put("type", "payment") } })
                    claims(buildJsonObject { putJsonObject("userinfo") { put("email", null as String?) } })
                    parameter("tenant", "1")
                }
            claims["max_age"] shouldBe JsonPrimitive(86_400)
            claims["resource"] shouldBe JsonArray(listOf("https://api.example/a", "https://api.example/b").map(::JsonPrimitive))
            claims["audience"] shouldBe JsonPrimitive("one")
            claims["authorization_details"].toString() shouldBe """[{"type":"payment"}]"""
            claims["claims"].toString() shouldBe """{"userinfo":{"email":null}}"""
            claims["tenant"] shouldBe JsonPrimitive("1")
        }

        test("no two requests have the same identifier, and the lifetime is as set") {
            val client = signing { lifetime(60.seconds) }
            val request = client.authorizationRequest(REDIRECT)
            val (first, second) = List(2) { verified(client.sign(request).requestObject.shouldNotBeNull()).claims }
            first["jti"] shouldNotBe second["jti"]
            first.string("jti").shouldNotBeNull().length shouldBe 22
            first["exp"] shouldBe JsonPrimitive(bench.clock.now().epochSeconds + 60)
        }

        test("a request can be used for a second to an hour") {
            listOf(1.seconds, 60.minutes).forEach { RequestObjectSettings(key) { lifetime(it) }.lifetime shouldBe it }
            listOf(999.milliseconds, 60.minutes + 1.milliseconds, (-1).seconds).forEach {
                withClue(it) { shouldThrow<IllegalArgumentException> { RequestObjectSettings(key) { lifetime(it) } } }
            }
            shouldThrow<IllegalArgumentException> { RequestObjectSettings(key) { lifetime(0.seconds) } }
        }

        test("it is signed with what is set, or else with what key and server can both do") {
            val rsa = Jwk.fromJson(JsonObject(IssuingServer.RSA.toJson() - "alg"))

            fun offering(vararg algorithms: String) =
                ClientBench.METADATA
                    .newBuilder()
                    .member("request_object_signing_alg_values_supported", algorithms.toList())
                    .build()

            suspend fun algorithmOf(client: OAuth2Client) =
                CompactJwt.parse(signed(client).requestObject.shouldNotBeNull()).shouldNotBeNull().header.string("alg")

            algorithmOf(signing(offering("PS256", "ES256"), rsa)) shouldBe "PS256"
            algorithmOf(signing(signingKey = rsa)) shouldBe "RS256"
            val ed25519 = jose.keys.generate(JwsAlgorithm.EdDSA)
            algorithmOf(signing(offering("ES256", "Ed25519"), ed25519)) shouldBe "Ed25519"
            algorithmOf(signing(signingKey = ed25519)) shouldBe "EdDSA"
            algorithmOf(signing(offering("PS256"), rsa) { algorithm(JwsAlgorithm.RS512) }) shouldBe "RS512"
            shouldThrow<InvalidConfigException> { signed(signing(offering("ES256", "none"), rsa)) }
            shouldThrow<InvalidConfigException> { signed(signing { algorithm(JwsAlgorithm.RS256) }) }
        }

        test("a shared secret signs too") {
            val client = signing(signingKey = ClientSecretKey.signing(SECRET)) { algorithm(JwsAlgorithm.HS256) }
            verified(signed(client).requestObject.shouldNotBeNull(), ClientSecretKey.signing(SECRET), JwsAlgorithm.HS256)
        }

        test("without settings the key signs that the client authenticates itself with") {
            val other = jose.keys.generate(JwsAlgorithm.ES256, "c2")
            verified(signed(bench.client { signingKey = other }).requestObject.shouldNotBeNull(), other.toPublic())
            val both =
                bench.client {
                    signingKey = other
                    authorization = AuthorizationSettings { requestObject(RequestObjectSettings(key)) }
                }
            verified(signed(both).requestObject.shouldNotBeNull())
        }

        test("nothing is signed without a private key, nor for a server whose issuer is not known") {
            shouldThrow<InvalidConfigException> { signed(bench.client()) }.message shouldContain "key"
            shouldThrow<InvalidConfigException> { signed(signing(signingKey = key.toPublic())) }
            val nameless = ServerMetadata { authorizationEndpoint("https://as.example/authorize") }
            shouldThrow<InvalidConfigException> { signed(signing(nameless)) }.message shouldContain "issuer"
        }

        test("printing shows neither request nor key") {
            val client = signing { encryption(JweAlgorithm.ECDH_ES, key = IssuingServer.forEncryption(key)) }
            val request = signed(client)
            val secret = key.toJson().string("d").shouldNotBeNull()
            val printed = "$request ${request.delivery} ${client.config} ${client.config.authorization} $client"
            listOf(secret, request.requestObject.shouldNotBeNull(), request.state).forEach { printed shouldNotContain it }
        }

        context("an encrypted request") {
            val server = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256, "enc"))

            fun opened(
                request: AuthorizationRequest,
                by: Jwk = server,
                algorithm: JweAlgorithm = JweAlgorithm.ECDH_ES_A256KW,
                encryption: ContentEncryption = ContentEncryption.A256GCM,
            ): String {
                val text = request.requestObject.shouldNotBeNull()
                CompactJwt.parse(text).shouldBeInstanceOf<CompactJwt.Jwe>().header.string("cty") shouldBe "JWT"
                return jose.codec.decrypt(text, listOf(by), setOf(algorithm), setOf(encryption)).shouldNotBeNull()
            }

            test("is signed first, and opened by the holder of the key alone") {
                val client = signing { encryption(JweAlgorithm.ECDH_ES_A256KW, ContentEncryption.A256GCM, server.toPublic()) }
                bench.requests.clear()
                val request = signed(client)
                verified(opened(request)).claims["state"] shouldBe JsonPrimitive(request.state)
                val others = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256))
                jose.codec
                    .decrypt(
                        request.requestObject.shouldNotBeNull(),
                        listOf(others),
                        JweAlgorithm.entries.toSet(),
                        ContentEncryption.entries.toSet(),
                    ).shouldBeNull()
                bench.requests.shouldBeEmpty()
            }

            test("is for the key that the server publishes for encryption") {
                val marked = Jwk.fromJson(JsonObject(server.toJson() + ("use" to JsonPrimitive("enc"))))
                val unmarked = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256, "any"))
                val forSignatures = jose.keys.generate(JwsAlgorithm.ES256, "sig")

                published = listOf(forSignatures, IssuingServer.RSA, unmarked, marked)
                val client = signing { encryption(JweAlgorithm.ECDH_ES_A256KW, ContentEncryption.A256GCM) }
                verified(opened(signed(client)))

                published = listOf(forSignatures, unmarked)
                val another = signing { encryption(JweAlgorithm.ECDH_ES_A256KW, ContentEncryption.A256GCM) }
                verified(opened(signed(another), unmarked))
            }

            test("is for a key that is new, and is not made when there is none") {
                published = listOf(jose.keys.generate(JwsAlgorithm.ES256, "sig"))
                val client = signing { encryption(JweAlgorithm.ECDH_ES_A256KW, ContentEncryption.A256GCM) }
                // It has the keys by now.
                client.protocol.authorization.validatorFor(
                    client.authorizationRequest(REDIRECT) {
                        responseMode(ResponseMode.JWT)
                    },
                )
                published = listOf(jose.keys.generate(JwsAlgorithm.ES256, "sig"), server)
                bench.requests.clear()
                verified(opened(signed(client)))
                bench.requests.size shouldBe 1

                published = listOf(jose.keys.generate(JwsAlgorithm.ES256, "sig"))
                val another = signing { encryption(JweAlgorithm.ECDH_ES_A256KW, ContentEncryption.A256GCM) }
                shouldThrow<InvalidConfigException> { signed(another) }.message shouldContain "ECDH-ES+A256KW"
            }

            test("is for the client's secret with algorithms of shared keys: OpenID Connect Core 1.0 §10.2") {
                val client =
                    bench.client {
                        clientSecret = SECRET
                        authorization =
                            AuthorizationSettings {
                                requestObject(
                                    RequestObjectSettings(key) { encryption(JweAlgorithm.DIR, ContentEncryption.A128GCM) },
                                )
                            }
                    }
                val secretKey =
                    ClientSecretKey.encryption(SECRET, JweAlgorithm.DIR, ContentEncryption.A128GCM, jose.digest)
                verified(opened(signed(client), secretKey, JweAlgorithm.DIR, ContentEncryption.A128GCM))
                shouldThrow<InvalidConfigException> { signed(signing { encryption(JweAlgorithm.DIR) }) }.message shouldContain
                    "secret"
            }
        }

        test("settings are equal when they say the same, and a builder starts with what was there") {
            val settings =
                AuthorizationSettings {
                    pushed()
                    requestObject(RequestObjectSettings(key) { algorithm(JwsAlgorithm.ES256) })
                    responses(JwtProtection { requireEncryption() })
                }
            settings.newBuilder().build() shouldBe settings
            settings.newBuilder().build().hashCode() shouldBe settings.hashCode()
            settings shouldNotBe AuthorizationSettings.DEFAULT
            RequestObjectSettings(key) shouldNotBe RequestObjectSettings(key) { lifetime(1.seconds) }
            RequestObjectSettings(key) shouldNotBe RequestObjectSettings(key) { repeatedParameters("scope") }
            RequestObjectSettings(key) shouldNotBe RequestObjectSettings(key) { unsignedBackchannelRequests() }
            ClientConfig("c") { authorization = settings }.newBuilder().build() shouldBe
                ClientConfig("c") { authorization(settings) }
            ClientConfig("c") { authorization = settings } shouldNotBe ClientConfig("c")
        }
    })
