package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.callback.AuthorizationResponseResult
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.random.Random
import kotlin.time.Duration.Companion.seconds

private const val REDIRECT = "https://app.example/cb"
private const val SECRET = "a secret of at least 32 characters, for HS256"

class JarmResponseValidatorTest :
    FunSpec({
        val jose = NimbusJose.jose
        val key = jose.keys.generate(JwsAlgorithm.ES256, "k1")
        val otherKey = jose.keys.generate(JwsAlgorithm.ES256, "k1")
        val rotated = jose.keys.generate(JwsAlgorithm.ES256, "k2")
        val rsa = jose.keys.generate(JwsAlgorithm.RS256, "r1")
        var published = listOf(key, rsa)
        var keySetStatus = 200
        val bench =
            ClientBench { ScriptedResponse(JwkSet(published.map { it.toPublic() }).toJson().toString(), keySetStatus) }
        val metadata =
            ClientBench.METADATA
                .newBuilder()
                .member("authorization_signing_alg_values_supported", listOf("ES256", "HS256"))
                .build()

        beforeTest {
            published = listOf(key, rsa)
            keySetStatus = 200
            bench.requests.clear()
        }

        fun client(configure: ClientConfig.Builder.() -> Unit = {}) = bench.client(metadata, configure = configure)

        fun request(
            client: OAuth2Client,
            mode: ResponseMode = ResponseMode.JWT,
        ) = client.authorizationRequest(REDIRECT) { responseMode(mode) }

        fun claims(
            request: AuthorizationRequest,
            vararg changes: Pair<String, JsonElement?>,
        ): JsonObject {
            val right =
                mapOf(
                    "iss" to JsonPrimitive("https://as.example"),
                    "aud" to JsonPrimitive("my-client"),
                    "exp" to JsonPrimitive(bench.clock.now().epochSeconds + 600),
                    "code" to JsonPrimitive("abc"),
                    "state" to JsonPrimitive(request.state),
                )
            val all = right + changes.toMap()
            return JsonObject(all.mapNotNull { (name, value) -> value?.let { name to it } }.toMap())
        }

        fun signed(
            claims: JsonObject,
            signingKey: Jwk = key,
            algorithm: JwsAlgorithm = JwsAlgorithm.ES256,
        ) = jose.signer.sign(claims, signingKey, algorithm)

        suspend fun refused(
            client: OAuth2Client,
            request: AuthorizationRequest,
            response: String,
        ): InvalidResponseException = shouldThrow { client.validate(request, "$REDIRECT?response=$response") }

        suspend fun refusedForm(
            client: OAuth2Client,
            request: AuthorizationRequest,
            response: String,
        ): InvalidResponseException = shouldThrow { client.validate(request, mapOf("response" to listOf(response))) }

        test("a signed response is validated by what is signed, in the query and in a form") {
            val client = client()
            listOf(ResponseMode.JWT, ResponseMode.QUERY_JWT, ResponseMode.FORM_POST_JWT).forEach { mode ->
                val request = request(client, mode)
                val response = signed(claims(request, "session_state" to JsonPrimitive("s")))
                listOf(
                    client.validate(request, "$REDIRECT?response=$response"),
                    client.validateForm(request, "response=$response"),
                    client.validate(request, mapOf("response" to listOf(response))),
                ).forEach {
                    it.code shouldBe "abc"
                    it.issuer shouldBe "https://as.example"
                    it["session_state"] shouldBe "s"
                    listOf("iss", "aud", "exp", "code").forEach { name -> it[name] shouldBe null }
                }
            }
            bench.requests.map { it.url }.distinct() shouldBe listOf("https://as.example/jwks")
        }

        test("claims of a signed response beyond those of the protocol are kept unchanged") {
            val client = client()
            val request = request(client)
            val more = JsonObject(mapOf("level" to JsonPrimitive(2), "session_state" to JsonPrimitive("s")))
            val response = client.validate(request, "?response=${signed(claims(request, *more.toList().toTypedArray()))}")

            response.extra shouldBe more
            response["level"] shouldBe null
            response["session_state"] shouldBe "s"
        }

        test("an error is believed when it is signed") {
            val client = client()
            val request = request(client)
            val error = claims(request, "code" to null, "error" to JsonPrimitive("access_denied"))
            shouldThrow<AuthorizationDeniedException> { client.validate(request, "$REDIRECT?response=${signed(error)}") }
        }

        test("a response that is not signed is refused, error or code, where a signed one was asked for") {
            val client = client()
            val request = request(client)
            listOf("code=abc", "error=access_denied", "code=abc&response=").forEach {
                withClue(it) {
                    shouldThrow<InvalidResponseException> { client.validate(request, "$REDIRECT?$it&state=${request.state}") }
                        .message shouldContain "unsigned"
                }
            }
            shouldThrow<InvalidResponseException> { client.validate(request, "$REDIRECT?code=abc&state=x") }
                .message shouldContain "not the response"
        }

        test("parameters beside a signed response are ignored") {
            val client = client()
            val request = request(client)
            val response = signed(claims(request))
            client.validate(request, "$REDIRECT?code=evil&error=x&iss=evil&response=$response&state=evil").code shouldBe "abc"
        }

        test("one response comes, and not two") {
            val client = client()
            val request = request(client)
            val response = signed(claims(request))
            shouldThrow<InvalidResponseException> { client.validate(request, "$REDIRECT?response=$response&response=$response") }
        }

        test("each claim that says whose response it is has to be right") {
            val client = client()
            val request = request(client)
            val now = bench.clock.now().epochSeconds
            listOf(
                "iss" to null,
                "iss" to JsonNull,
                "iss" to JsonPrimitive(""),
                "iss" to JsonPrimitive("https://as.example/"),
                "iss" to JsonPrimitive("https://evil.example"),
                "iss" to JsonArray(listOf(JsonPrimitive("https://as.example"))),
                "aud" to null,
                "aud" to JsonPrimitive("other"),
                "aud" to JsonPrimitive("my-client "),
                "aud" to JsonArray(emptyList()),
                "aud" to JsonArray(listOf(JsonPrimitive("other"))),
                "aud" to JsonArray(listOf(JsonPrimitive("my-client"), JsonPrimitive(1))),
                "exp" to null,
                "exp" to JsonPrimitive("${now + 600}"),
                "exp" to JsonPrimitive(now - 60),
                "exp" to JsonPrimitive(-1),
                "exp" to JsonPrimitive(1e300),
                "nbf" to JsonPrimitive(now + 61),
                "nbf" to JsonPrimitive("soon"),
                "nbf" to JsonArray(emptyList()),
                "code" to null,
                "code" to JsonPrimitive(""),
                "code" to JsonPrimitive(1),
                "code" to JsonNull,
                "code" to JsonPrimitive("a\u0000"),
                "error" to JsonPrimitive(true),
                "error_description" to JsonPrimitive(1),
            ).forEach { change ->
                withClue(change) {
                    refused(client, request, signed(claims(request, change))).message shouldContain
                        change.first.substringBefore('_')
                }
            }
        }

        test("a response without an audience is not said to be another client's") {
            val client = client()
            val request = request(client)
            listOf(null, JsonNull).forEach {
                refused(client, request, signed(claims(request, "aud" to it))).message shouldContain "without an audience (aud)"
            }
            refused(client, request, signed(claims(request, "aud" to JsonPrimitive("other")))).message shouldContain
                "another client (aud)"
            refused(client, request, signed(claims(request, "nbf" to JsonPrimitive("soon")))).message shouldContain
                "whose start of validity (nbf) is not a time"
        }

        test("a member that is null is as good as none") {
            val client = client()
            val request = request(client)
            listOf("nbf", "error", "error_description", "error_uri", "response", "other").forEach {
                val response = signed(claims(request, it to JsonNull))
                client.validate(request, "$REDIRECT?response=$response").code shouldBe "abc"
            }
        }

        test("a request to a server of many tenants accepts any of them, in signed responses too") {
            val template = "https://login.example/{tenantid}/v2.0"
            val client =
                bench.client(metadata.newBuilder().issuer(template).build()) { issuerCheck = IssuerCheck.Template(template) }
            val request = request(client)

            fun of(issuer: String) = signed(claims(request, "iss" to JsonPrimitive(issuer)))
            client.validate(request, "$REDIRECT?response=${of("https://login.example/a/v2.0")}").issuer shouldBe
                "https://login.example/a/v2.0"
            listOf(template, "https://login.example/a/b/v2.0", "https://evil.example/a/v2.0").forEach {
                withClue(it) { refused(client, request, of(it)).message shouldContain "iss" }
            }
        }

        test("a response is good until the second of its expiry and the leeway, and from its nbf less the leeway") {
            val client = client()
            val request = request(client)
            val now = bench.clock.now().epochSeconds
            listOf(
                "exp" to JsonPrimitive(now - 59),
                "nbf" to JsonPrimitive(now + 60),
                "exp" to JsonPrimitive(now + 0.5),
                "aud" to JsonArray(listOf(JsonPrimitive("other"), JsonPrimitive("my-client"))),
            ).forEach {
                withClue(it) { client.validate(request, "$REDIRECT?response=${signed(claims(request, it))}").code shouldBe "abc" }
            }
            val strict = client { leeway = 0.seconds }
            val asked = request(strict)
            refused(strict, asked, signed(claims(asked, "exp" to JsonPrimitive(now))))
            strict.validate(asked, "$REDIRECT?response=${signed(claims(asked, "exp" to JsonPrimitive(now + 1)))}").code shouldBe
                "abc"
        }

        test("a wrong, missing or other state is no response of ours, whoever signed it") {
            val client = client()
            val request = request(client)
            listOf(
                null,
                JsonNull,
                JsonPrimitive(""),
                JsonPrimitive("x"),
                JsonPrimitive(1),
                JsonArray(listOf(JsonPrimitive(request.state))),
            )
                .forEach {
                    withClue(it) {
                        refused(client, request, signed(claims(request, "state" to it))).message shouldContain "not the response"
                    }
                }
        }

        test("the signed response to another request of the same client is none to this one") {
            val client = client()
            val request = request(client)
            val other = request(client)
            refused(client, request, signed(claims(other))).message shouldContain "not the response"
            shouldThrow<InvalidResponseException> {
                client.validate(request, "$REDIRECT?response=${signed(claims(other))}&state=${request.state}&code=abc")
            }
        }

        test("an error beside a code is an error, and an error that is not signed is none") {
            val client = client()
            val request = request(client)
            val both = signed(claims(request, "error" to JsonPrimitive("access_denied")))
            shouldThrow<AuthorizationDeniedException> { client.validate(request, "$REDIRECT?response=$both") }
            client.validate(request, "$REDIRECT?response=${signed(claims(request))}&error=access_denied").code shouldBe "abc"
        }

        test("a key without a name, and a response that names none, are tried with each other") {
            val unnamed = Jwk.fromJson(JsonObject(key.toJson() - "kid"))
            val client = client()
            val request = request(client)
            client.validate(request, "$REDIRECT?response=${signed(claims(request), unnamed)}").code shouldBe "abc"
            val others = Jwk.fromJson(JsonObject(otherKey.toJson() - "kid"))
            refused(client, request, signed(claims(request), others))
        }

        test("a header that brings its own key, or points to one, proves nothing") {
            val client = client()
            val request = request(client)
            val brought = JsonObject(mapOf("jwk" to otherKey.toPublic().toJson(), "jku" to JsonPrimitive("https://evil.example")))
            val response = jose.signer.sign(claims(request), otherKey, JwsAlgorithm.ES256, header = brought)
            refused(client, request, response)
            bench.requests.none { it.url.startsWith("https://evil.example") } shouldBe true
        }

        test("whatever is changed in a signed response, it is refused") {
            val client = client()
            val request = request(client)
            val good = signed(claims(request))
            val random = Random(20_261_121)
            repeat(500) {
                val came = mutated(good, random)
                // The last character of a signature has bits that do not count, and those have to be zero.
                if (came != good) withClue(came) { refusedForm(client, request, came) }
            }
        }

        test("another key of the same name, another algorithm, no signature, and a changed one are refused") {
            val client = client()
            val request = request(client)
            val claims = claims(request)
            val good = signed(claims)
            val none = Base64Url.encode("""{"alg":"none"}""".encodeToByteArray()) + "." + good.split('.')[1] + "."
            val swapped = good.split('.').let { (head, _, signature) ->
                val changed = JsonObject(claims + ("code" to JsonPrimitive("evil"))).toString().encodeToByteArray()
                "$head.${Base64Url.encode(changed)}.$signature"
            }
            mapOf(
                "other key" to signed(claims, otherKey),
                "an algorithm that is not allowed" to signed(claims, rsa, JwsAlgorithm.RS256),
                "the public key as a secret" to
                    signed(claims, ClientSecretKey.signing(key.toPublic().toJson().toString()), JwsAlgorithm.HS256),
                "none" to none,
                "no signature" to good.substringBeforeLast('.') + ".",
                "swapped" to swapped,
                "cut" to good.dropLast(2),
            ).forEach { (what, response) ->
                withClue(what) { refused(client, request, response).message shouldNotContain "abc" }
            }
        }

        test("text that is no signed JWT is no response") {
            val client = client()
            val request = request(client)
            val good = signed(claims(request))
            listOf("x", "a.b", "..", "a.b.c.d", "....", good + "." + good, good.replace('.', ','), "%7B%7D").forEach {
                withClue(it.take(20)) { refused(client, request, it) }
            }
        }

        test("an ID token is no response, though its issuer, audience and expiry are right") {
            val client = client()
            val request = request(client)
            val idToken = claims(request, "code" to null, "state" to null, "sub" to JsonPrimitive("alice"))
            refused(client, request, signed(idToken)).message shouldContain "state"
        }

        test("a key that is new is fetched, once") {
            published = listOf(key)
            val client = client()
            val request = request(client)
            client.validate(request, "$REDIRECT?response=${signed(claims(request))}")
            published = listOf(rotated)
            bench.requests.clear()
            client.validate(request, "$REDIRECT?response=${signed(claims(request), rotated)}").code shouldBe "abc"
            bench.requests.size shouldBe 1
            refused(client, request, signed(claims(request), jose.keys.generate(JwsAlgorithm.ES256, "k3"))).message shouldContain
                "key"
            bench.requests.size shouldBe 1
        }

        test("without the server's keys nothing is believed") {
            keySetStatus = 503
            val client = client()
            val request = request(client)
            shouldThrow<HttpException> { client.validate(request, "$REDIRECT?response=${signed(claims(request))}") }
        }

        test("a listener validates without waiting, once it has the keys") {
            val client = client()
            val request = request(client)
            val validate = client.protocol.authorization.validatorFor(request)
            bench.requests.clear()
            validate.validate(
                mapOf("response" to listOf(signed(claims(request)))),
            ).shouldBeInstanceOf<AuthorizationResponseResult.Granted>().code shouldBe
                "abc"
            validate.validate(
                mapOf("response" to listOf(signed(claims(request), rotated))),
            ).shouldBeInstanceOf<AuthorizationResponseResult.UnknownKey>()
            validate.validate(
                mapOf("response" to listOf(signed(claims(request), otherKey))),
            ).shouldBeInstanceOf<AuthorizationResponseResult.Refused>()
            validate.validate(mapOf("response" to listOf("x"))).shouldBeInstanceOf<AuthorizationResponseResult.Unrelated>()
            bench.requests.size shouldBe 0
        }

        test("a server that does not say how it signs signs with RS256: JARM §3") {
            val client = bench.client()
            val request = request(client)
            client.validate(request, "$REDIRECT?response=${signed(claims(request), rsa, JwsAlgorithm.RS256)}").code shouldBe "abc"
            refused(client, request, signed(claims(request)))
        }

        test("registered algorithms take precedence over the server's metadata") {
            val client =
                client {
                    authorization =
                        AuthorizationSettings { responses(JwtProtection { signedResponseAlgorithms(JwsAlgorithm.RS256) }) }
                }
            val request = request(client)
            client.validate(request, "$REDIRECT?response=${signed(claims(request), rsa, JwsAlgorithm.RS256)}").code shouldBe "abc"
            refused(client, request, signed(claims(request)))
        }

        test("the client's secret signs where that is registered, and not where the server merely offers it") {
            val secretKey = ClientSecretKey.signing(SECRET)
            val registered =
                client {
                    clientSecret = SECRET
                    authorization =
                        AuthorizationSettings { responses(JwtProtection { signedResponseAlgorithms(JwsAlgorithm.HS256) }) }
                }
            val request = request(registered)
            bench.requests.clear()
            val response = signed(claims(request), secretKey, JwsAlgorithm.HS256)
            registered.validate(request, "$REDIRECT?response=$response").code shouldBe "abc"
            bench.requests.size shouldBe 0
            refused(registered, request, signed(claims(request)))
            refused(registered, request, signed(claims(request), ClientSecretKey.signing("x$SECRET"), JwsAlgorithm.HS256))

            val offered = client { clientSecret = SECRET }
            val asked = request(offered)
            refused(offered, asked, signed(claims(asked), secretKey, JwsAlgorithm.HS256))
            shouldThrow<InvalidConfigException> {
                client {
                    authorization =
                        AuthorizationSettings { responses(JwtProtection { signedResponseAlgorithms(JwsAlgorithm.HS256) }) }
                }
            }
        }

        context("an encrypted response") {
            val mine = Jwk.fromJson(JsonObject(jose.keys.generate(JwsAlgorithm.ES256, "enc").toJson() - setOf("alg", "use")))
            val others = Jwk.fromJson(JsonObject(jose.keys.generate(JwsAlgorithm.ES256, "enc").toJson() - setOf("alg", "use")))

            fun encrypted(
                text: String,
                to: Jwk = mine,
            ) = jose.codec.encrypt(text, to.toPublic(), JweAlgorithm.ECDH_ES_A256KW, ContentEncryption.A256GCM)

            test("is opened with the client's key, and has to be signed inside") {
                val client = client { decryptionKeys(mine) }
                val request = request(client)
                val good = signed(claims(request))
                client.validate(request, "$REDIRECT?response=${encrypted(good)}").code shouldBe "abc"
                client.validate(request, "$REDIRECT?response=$good").code shouldBe "abc"
                mapOf(
                    "for another key" to encrypted(good, others),
                    "unsigned claims" to encrypted(claims(request).toString()),
                    "signed by another key" to encrypted(signed(claims(request), otherKey)),
                    "another issuer" to encrypted(signed(claims(request, "iss" to JsonPrimitive("https://evil.example")))),
                    "encrypted twice" to encrypted(encrypted(good)),
                    "changed" to encrypted(good).let { it.dropLast(8) + "AAAAAAAA" },
                ).forEach { (what, response) -> withClue(what) { refused(client, request, response) } }
            }

            test("is refused without a key, and required where it is registered") {
                val without = client()
                val asked = request(without)
                refused(without, asked, encrypted(signed(claims(asked)))).message shouldContain "no key"

                val requiring =
                    client {
                        decryptionKeys(mine)
                        authorization = AuthorizationSettings { responses(JwtProtection { requireEncryption() }) }
                    }
                val request = request(requiring)
                requiring.validate(request, "$REDIRECT?response=${encrypted(signed(claims(request)))}").code shouldBe "abc"
                refused(requiring, request, signed(claims(request))).message shouldContain "not encrypted"
            }
        }
    })
