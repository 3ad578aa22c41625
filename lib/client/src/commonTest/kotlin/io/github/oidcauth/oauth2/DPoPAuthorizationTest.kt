package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

private const val REDIRECT = "http://127.0.0.1:8400/callback"

/** A code that is bound to a key before there is one: RFC 9449 §10. */
class DPoPAuthorizationTest :
    FunSpec({
        val key = DPoPKey.generate()

        fun jkt(request: AuthorizationRequest) =
            queryParameters(request.url.substringAfter('?')).shouldNotBeNull()["dpop_jkt"]?.single()

        fun responding(vararg responses: ScriptedResponse): ClientBench {
            val rest = responses.toMutableList()
            return ClientBench { rest.removeAt(0) }
        }
        val bound = ScriptedResponse(ScriptedResponse.token().body.replace("Bearer", "DPoP"))
        val pushed = ScriptedResponse("""{"request_uri":"urn:ietf:params:oauth:request_uri:1","expires_in":60}""", 201)

        suspend fun OAuth2Client.redeem(request: AuthorizationRequest) =
            token(AuthorizationCodeGrant(validate(request, "$REDIRECT?code=c&state=${request.state}&iss=https://as.example")))

        test("the request names the thumbprint of the client's key, and the code is redeemed with that key") {
            val bench = responding(bound)
            val client = bench.client { dpop = DPoP.withKey(key) }

            val request = client.authorizationRequest(REDIRECT)
            jkt(request) shouldBe key.thumbprint
            bench.requests.shouldBeEmpty()

            client.redeem(request).dpopKey shouldBe key
            ReceivedProof.of(bench.requests.single()).key shouldBe key.public
        }

        test("with a key per token each request has another one, which the code is redeemed with in another process too") {
            val bench = responding(bound, bound)
            val requests = List(2) { bench.client { dpop = DPoP.perToken() }.authorizationRequest(REDIRECT) }
            requests.map { jkt(it) }.distinct() shouldHaveSize 2

            val resumed = bench.client { dpop = DPoP.perToken() }
            val keys = requests.map { resumed.redeem(AuthorizationRequest.deserialize(it.serialize())).dpopKey.shouldNotBeNull() }

            keys.map { it.thumbprint } shouldBe requests.map { jkt(it) }
            bench.requests.map { ReceivedProof.of(it).key } shouldBe keys.map { it.public }
        }

        test("a key of one request takes the place of the client's, and needs no setting") {
            val other = DPoPKey.generate()
            listOf(DPoP.withKey(key), DPoP.perToken(), null).forEach {
                val bench = responding(bound)
                val client = bench.client { dpop = it }
                val request = client.authorizationRequest(REDIRECT) { dpopKey(other) }

                jkt(request) shouldBe other.thumbprint
                client.redeem(request).dpopKey shouldBe other
            }
        }

        test("a code that is bound to a key buys no bearer token") {
            val bench = responding(ScriptedResponse.token())
            val request = bench.client().authorizationRequest(REDIRECT) { dpopKey(key) }
            shouldThrow<InvalidResponseException> { bench.client().redeem(request) }
        }

        test("without a setting there is no thumbprint and no proof") {
            val bench = responding(pushed)
            val request = bench.client().authorizationRequest(REDIRECT)

            jkt(request).shouldBeNull()
            bench.client().push(request)
            bench.requests.single().header("dpop").shouldBeNull()
        }

        test("a pushed request has the thumbprint, and a proof of the key with the required nonce: §10.1") {
            val demand =
                ScriptedResponse.error("use_dpop_nonce").let {
                    ScriptedResponse(it.body, it.status, it.headers + ("DPoP-Nonce" to "n-1"))
                }
            val bench = responding(demand, pushed, bound)
            val client = bench.client { dpop = DPoP.perToken() }

            val request = client.push(client.authorizationRequest(REDIRECT))
            val token = client.redeem(request)

            val proofs = bench.requests.map { ReceivedProof.of(it) }
            bench.requests.map { it.url } shouldBe
                listOf("https://as.example/par", "https://as.example/par", "https://as.example/token")
            proofs.map { it["htu"] } shouldBe bench.requests.map { it.url }
            proofs.map { it["nonce"] } shouldBe listOf(null, "n-1", "n-1")
            proofs.forEach { it.key shouldBe token.dpopKey.shouldNotBeNull().public }
            bench.requests.take(2).forEach { it["dpop_jkt"] shouldBe token.dpopKey?.thumbprint }
            jkt(request).shouldBeNull()
        }

        test("a signed request has the thumbprint in it") {
            val client =
                ClientBench { error("Nothing is sent.") }.client {
                    dpop = DPoP.withKey(key)
                    signingKey = Jwk.generate(JwsAlgorithm.ES256)
                }
            val compact = client.sign(client.authorizationRequest(REDIRECT)).requestObject.shouldNotBeNull()
            val payload = CompactJwt.parse(compact).shouldBeInstanceOf<CompactJwt.Jws>().payload.decodeToString()
            (parseJson(payload) as JsonObject).string("dpop_jkt") shouldBe key.thumbprint
        }

        context("a request that was written") {
            val client = ClientBench { error("Nothing is sent.") }.client { dpop = DPoP.withKey(key) }
            val request = client.authorizationRequest(REDIRECT)
            val json = parseJson(request.serialize()) as JsonObject
            val secret = key.toJson().string("d").shouldNotBeNull()

            test("is read with its key, and is another one with another key") {
                val read = AuthorizationRequest.deserialize(request.serialize())
                read shouldBe request
                read.serialize() shouldBe request.serialize()
                AuthorizationRequest.deserialize(
                    JsonObject(json + ("dpop_jwk" to DPoPKey.generate().toJson())).toString(),
                ) shouldNotBe request
            }

            test("does not print the key") {
                request.toString() shouldNotContain secret
                AuthorizationRequestBuilder(REDIRECT) { request }.dpopKey(key).toString() shouldNotContain secret
            }

            val faults: Map<String, JsonElement?> =
                mapOf(
                    "without its key" to null,
                    "with null for its key" to JsonNull,
                    "with a text for its key" to JsonPrimitive(secret),
                    "with the public half" to JsonObject(key.toJson() - "d"),
                    "with a key without algorithm" to JsonObject(key.toJson() - "alg"),
                )
            faults.forEach { (what, member) ->
                test("is refused $what") {
                    val changed = if (member == null) json - "dpop_jwk" else json + ("dpop_jwk" to member)
                    val refusal =
                        shouldThrow<InvalidResponseException> { AuthorizationRequest.deserialize(JsonObject(changed).toString()) }
                    withClue(refusal.message) { refusal.stackTraceToString() shouldNotContain secret }
                }
            }

            test("is refused with a key that it does not name") {
                val unbound = ClientBench { error("Nothing is sent.") }.client().authorizationRequest(REDIRECT)
                val text = (parseJson(unbound.serialize()) as JsonObject) + ("dpop_jwk" to key.toJson())
                shouldThrow<InvalidResponseException> { AuthorizationRequest.deserialize(JsonObject(text).toString()) }
            }
        }
    })
