// Tests BackchannelAuthenticationEndpoint.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.jose.SignatureVerification
import io.github.oidcauth.internal.jose.SignedJwt
import io.github.oidcauth.internal.json.string
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
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
import kotlinx.serialization.json.put
import kotlin.time.Duration.Companion.seconds

/** CIBA Core 1.0 §7.1.1: authentication requests as signed JWTs. */
class SignedBackchannelRequestTest :
    FunSpec({
        val jose = NimbusJose.jose
        val key = jose.keys.generate(JwsAlgorithm.ES256, "c1")
        val started = ScriptedResponse("""{"auth_req_id":"ar","expires_in":60}""")

        fun signing(configure: RequestObjectSettings.Builder.() -> Unit = {}): ClientConfig.Builder.() -> Unit =
            { authorization = AuthorizationSettings { requestObject(RequestObjectSettings(key, configure)) } }

        fun offering(vararg algorithms: String) =
            ClientBench.METADATA
                .newBuilder()
                .member("backchannel_authentication_request_signing_alg_values_supported", algorithms.toList())
                .build()

        fun ClientBench.sent() = queryParameters(requests.single().body).shouldNotBeNull().mapValues { it.value.single() }

        fun verified(
            compact: String,
            by: Jwk = key,
            algorithm: JwsAlgorithm = JwsAlgorithm.ES256,
        ): SignedJwt =
            jose.verifier.verify(
                compact,
                listOf(by.toPublic()),
                setOf(algorithm),
            ).shouldBeInstanceOf<SignatureVerification.Valid>().jwt

        test("all that is asked for is in the JWT, with who asks, whom, and until when, and nothing is beside it") {
            val bench = ClientBench { started }
            val request =
                BackchannelAuthenticationRequest
                    .loginHint("alice")
                    .bindingMessage("W4SCT")
                    .acrValues("gold", "silver")
                    .clientNotificationToken("notify-me")
                    .userCode("1234")
                    .requestedExpiry(120.seconds)
                    .options(
                        RequestOptions {
                            scope("payments")
                            resource("https://api.example/a")
                            resource("https://api.example/b")
                            authorizationDetails(buildJsonArray { addJsonObject { put("type", "payment") } })
                            parameter("request_context", "shop")
                        },
                    ).build()

            bench.client(configure = signing()).backchannelAuthentication(request)

            val sent = bench.sent()
            sent.keys shouldBe setOf("client_id", "request")
            val jwt = verified(sent.getValue("request"))
            val now = bench.clock.now().epochSeconds
            jwt.type.shouldBeNull()
            jwt.header.string("kid") shouldBe "c1"
            jwt.claims.string("jti").shouldNotBeNull()
            JsonObject(jwt.claims - "jti") shouldBe
                JsonObject(
                    mapOf(
                        "iss" to JsonPrimitive("my-client"),
                        "client_id" to JsonPrimitive("my-client"),
                        "aud" to JsonPrimitive("https://as.example"),
                        "iat" to JsonPrimitive(now),
                        "nbf" to JsonPrimitive(now),
                        "exp" to JsonPrimitive(now + 600),
                        "login_hint" to JsonPrimitive("alice"),
                        "binding_message" to JsonPrimitive("W4SCT"),
                        "acr_values" to JsonPrimitive("gold silver"),
                        "client_notification_token" to JsonPrimitive("notify-me"),
                        "user_code" to JsonPrimitive("1234"),
                        "requested_expiry" to JsonPrimitive(120),
                        "scope" to JsonPrimitive("openid payments"),
                        "resource" to
                            JsonArray(listOf("https://api.example/a", "https://api.example/b").map(::JsonPrimitive)),
                        "authorization_details" to buildJsonArray { addJsonObject { put("type", "payment") } },
                        "request_context" to JsonPrimitive("shop"),
                    ),
                )
        }

        mapOf(
            "login_hint" to BackchannelAuthenticationRequest.loginHint("who"),
            "login_hint_token" to BackchannelAuthenticationRequest.loginHintToken("who"),
            "id_token_hint" to BackchannelAuthenticationRequest.idTokenHint("who"),
        ).forEach { (name, request) ->
            test("the $name is in the JWT") {
                val bench = ClientBench { started }

                bench.client(configure = signing()).backchannelAuthentication(request.build())

                verified(bench.sent().getValue("request")).claims.string(name) shouldBe "who"
                bench.sent().keys shouldBe setOf("client_id", "request")
            }
        }

        test("the client authentication stays beside the JWT") {
            val bench = ClientBench { started }
            val client =
                bench.client {
                    signing()()
                    authentication = PrivateKeyJwt(key, JwsAlgorithm.ES256)
                }

            client.backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice").build())

            bench.sent().keys shouldBe setOf("client_id", "client_assertion_type", "client_assertion", "request")
            bench.sent().getValue("client_assertion") shouldNotBe bench.sent().getValue("request")
        }

        test("the algorithm is one that the server offers for these requests, or as set") {
            suspend fun algorithm(
                metadata: ServerMetadata,
                by: Jwk,
                algorithm: JwsAlgorithm,
                configure: RequestObjectSettings.Builder.() -> Unit = {},
            ) {
                val bench = ClientBench { started }
                val client =
                    bench.client(metadata) {
                        authorization = AuthorizationSettings { requestObject(RequestObjectSettings(by, configure)) }
                    }
                client.backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice").build())
                verified(bench.sent().getValue("request"), by, algorithm)
            }
            val rsa = jose.keys.generate(JwsAlgorithm.PS256)
            val unsaid = Jwk.fromJson(JsonObject(rsa.toJson() - "alg"))
            val forOthers =
                offering("PS256").newBuilder().member("request_object_signing_alg_values_supported", listOf("RS384")).build()

            algorithm(forOthers, unsaid, JwsAlgorithm.PS256)
            algorithm(offering("RS512", "PS256"), unsaid, JwsAlgorithm.PS384) { algorithm(JwsAlgorithm.PS384) }
            algorithm(ClientBench.METADATA, key, JwsAlgorithm.ES256)
        }

        test("nothing is sent when key and server have no algorithm in common, or the issuer is not known") {
            val bench = ClientBench { started }
            val unsaid = Jwk.fromJson(JsonObject(key.toJson() - "alg"))
            val nameless = ServerMetadata { backchannelAuthenticationEndpoint("https://as.example/ciba") }
            listOf(offering("PS256") to "PS256", nameless to "issuer").forEach { (metadata, word) ->
                val client =
                    bench.client(metadata) {
                        authorization = AuthorizationSettings { requestObject(RequestObjectSettings(unsaid)) }
                    }
                shouldThrow<InvalidConfigException> {
                    client.backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice").build())
                }.message shouldContain word
            }
            bench.requests shouldHaveSize 0
        }

        test("requests are as they are without the setting, or when it leaves them out") {
            listOf<ClientConfig.Builder.() -> Unit>(
                {},
                { signingKey = key },
                signing { unsignedBackchannelRequests() },
            ).forEach { settings ->
                val bench = ClientBench { started }

                bench.client(
                    configure = settings,
                ).backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice").build())

                bench.sent()["login_hint"] shouldBe "alice"
                bench.sent()["request"].shouldBeNull()
            }
        }

        listOf("iss", "aud", "exp", "jti", "login_hint", "request", "client_id", "client_assertion").forEach { name ->
            test("a parameter $name of the caller's takes the place of nothing") {
                val bench = ClientBench { started }
                val options = RequestOptions { parameter(name, "x") }

                shouldThrow<InvalidConfigException> {
                    bench.client(configure = signing()).backchannelAuthentication(
                        BackchannelAuthenticationRequest.loginHint("alice").options(options).build(),
                    )
                }
                bench.requests shouldHaveSize 0
            }
        }

        test("an error that repeats what is in the JWT, or the JWT, does not show it") {
            val secrets = listOf("hint-token", "notify-me", "code-1234", "own-secret")
            val bench =
                ClientBench { request ->
                    val jwt = queryParameters(request.body)?.get("request")?.single()
                    ScriptedResponse.error("invalid_request", more = """"error_description":"${secrets.joinToString()} $jwt"""")
                }
            val request =
                BackchannelAuthenticationRequest
                    .loginHintToken("hint-token")
                    .clientNotificationToken("notify-me")
                    .userCode("code-1234")
                    .options(RequestOptions { parameter("own", "own-secret") })
                    .build()

            val failure = shouldThrow<OAuthException> { bench.client(configure = signing()).backchannelAuthentication(request) }

            (secrets + bench.sent().getValue("request")).forEach { "${failure.message} ${failure.detail}" shouldNotContain it }
        }
    })
