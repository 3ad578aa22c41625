// Tests AuthorizationRequestFactory and AuthorizationRequests.
package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.crypto.JdkDigest
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.transport.ClientContext
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.maps.shouldNotContainKey
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

private const val REDIRECT = "http://127.0.0.1:8400/callback"

class AuthorizationRequestTest :
    FunSpec({
        val bench = ClientBench { error("Nothing is sent.") }
        val client = bench.client()

        fun request(configure: AuthorizationRequestBuilder.() -> Unit = {}) = client.authorizationRequest(REDIRECT, configure)

        fun query(request: AuthorizationRequest) = queryParameters(request.url.substringAfter('?')).shouldNotBeNull()

        fun parameter(
            request: AuthorizationRequest,
            name: String,
        ) = query(request)[name]?.single()

        test("the URL is that of a code request with S256: RFC 6749 §4.1.1, RFC 7636 §4.3") {
            val request = request { scope("openid", "email") }

            request.url shouldStartWith "https://as.example/authorize?response_type=code&client_id=my-client&redirect_uri="
            query(request).mapValues { it.value.single() } shouldBe
                mapOf(
                    "response_type" to "code",
                    "client_id" to "my-client",
                    "redirect_uri" to REDIRECT,
                    "state" to request.state,
                    "nonce" to request.nonce,
                    "code_challenge" to
                        Base64Url.encode(JdkDigest.sha256(request.codeVerifier.shouldNotBeNull().encodeToByteArray())),
                    "code_challenge_method" to "S256",
                    "scope" to "openid email",
                )
            bench.requests.shouldBeEmpty()
        }

        test("the verifier of RFC 7636 B, and its challenge, are those of the request that is made of its octets") {
            val octets = Base64Url.decode("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").shouldNotBeNull()
            val clientContext =
                ClientContext(lazyOf(bench.transport), lazyOf(NimbusJose.jose), {
                    octets.copyOf(it)
                }, bench.clock, bench.clientContext.timeSource, bench.clientContext.blocking)
            val client = ProtocolClient(ClientBench.METADATA, ClientConfig("my-client"), clientContext)
            val request = client.authorization.builder(REDIRECT).build()
            request.codeVerifier shouldBe "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
            parameter(request, "code_challenge") shouldBe "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
            parameter(request, "code_challenge_method") shouldBe "S256"
            request.url shouldNotContain "code_verifier"
        }

        test("state, nonce and verifier are 256 bits each, and new each time") {
            val requests = List(3) { request { scope("openid") } }
            val secrets = requests.flatMap { listOf(it.state, it.nonce.shouldNotBeNull(), it.codeVerifier.shouldNotBeNull()) }
            secrets.forEach { Base64Url.decode(it).shouldNotBeNull().size shouldBe 32 }
            secrets.toSet().size shouldBe 9
        }

        test("a state of one's own is sent, and the response is known by it") {
            val state = "cart-4711.5f3e8d2c-1b7a-4e64-9c1f"
            val request = request { state(state) }

            request.state shouldBe state
            parameter(request, "state") shouldBe state
            AuthorizationRequest.deserialize(request.serialize()).state shouldBe state
            client.validate(request, "$REDIRECT?code=c&state=$state").code shouldBe "c"
        }

        test("a state that could be guessed, or is no text of RFC 6749 A.5, is refused, and the error is silent about it") {
            listOf(
                "",
                "guess-me",
                "abcdefghijklmnopqrstu",
                "abcd".repeat(20),
                "ä" + "abcdefghijklmnopqrstu",
                "\nabcdefghijklmnopqrstu",
            )
                .forEach {
                    withClue(it) {
                        val failure = shouldThrow<IllegalArgumentException> { request { state(it) } }
                        if (it.length > 4) failure.message.orEmpty() shouldNotContain it
                    }
                }
            listOf("abcdefghijklmnopqrstuv", "abcde".repeat(5), "4711 5f3e8d2c1b7a4e649c1f", "~".repeat(18) + "abcd").forEach {
                withClue(it) { request { state(it) }.state shouldBe it }
            }
        }

        test("the logged-in user can be named by a token or by its ID token") {
            val token = Token("at") { idToken = "a.b.c" }
            parameter(request { idTokenHint(token) }, "id_token_hint") shouldBe "a.b.c"
            shouldThrow<IllegalArgumentException> { request { idTokenHint(Token("at")) } }
        }

        test("the nonce belongs to OpenID Connect") {
            query(request { scope("read", "openid-like") }) shouldNotContainKey "nonce"
            query(request()) shouldNotContainKey "nonce"
        }

        test("every setting is the parameter of its specification") {
            val key = DPoPKey.generate()
            val request =
                request {
                    scope("openid")
                    responseMode(ResponseMode.FORM_POST)
                    prompt("login", "consent")
                    loginHint("alice & bob")
                    idTokenHint("a.b.c")
                    maxAge(5.minutes)
                    acrValues("gold", "silver")
                    uiLocales("de-CH", "de")
                    claims(buildJsonObject { putJsonObject("userinfo") { put("email", null as String?) } })
                    dpopKey(key)
                    resource("https://api.example/a")
                    resource("https://api.example/b")
                    audience("https://audience.example")
                    authorizationDetails(buildJsonArray { addJsonObject { put("type", "payment") } })
                    parameter("kc_idp_hint", "google")
                }
            val query = query(request)
            mapOf(
                "response_mode" to "form_post",
                "prompt" to "login consent",
                "login_hint" to "alice & bob",
                "id_token_hint" to "a.b.c",
                "max_age" to "300",
                "acr_values" to "gold silver",
                "ui_locales" to "de-CH de",
                "claims" to """{"userinfo":{"email":null}}""",
                "dpop_jkt" to key.thumbprint,
                "audience" to "https://audience.example",
                "authorization_details" to """[{"type":"payment"}]""",
                "kc_idp_hint" to "google",
            ).forEach { (name, value) -> withClue(name) { query[name] shouldBe listOf(value) } }
            query["resource"] shouldBe listOf("https://api.example/a", "https://api.example/b")
            request.responseMode shouldBe ResponseMode.FORM_POST
            request.url shouldContain "login_hint=alice%20%26%20bob"
        }

        test("an endpoint with a query keeps it: RFC 6749 §3.1") {
            mapOf(
                "https://as.example/authorize?p=b2c" to "https://as.example/authorize?p=b2c&response_type=code",
                "https://as.example/authorize?" to "https://as.example/authorize?response_type=code",
                "https://as.example/authorize?a&" to "https://as.example/authorize?a&response_type=code",
            ).forEach { (endpoint, start) ->
                val metadata = ClientBench.METADATA.newBuilder().authorizationEndpoint(endpoint).build()
                bench.client(metadata).authorizationRequest(REDIRECT).url shouldStartWith start
            }
        }

        test("the endpoint for clients with certificates is not for browsers") {
            val metadata =
                ClientBench.METADATA
                    .newBuilder()
                    .member("mtls_endpoint_aliases", buildJsonObject { put("authorization_endpoint", "https://mtls.example") })
                    .build()
            bench.client(metadata).authorizationRequest(REDIRECT).url shouldStartWith "https://as.example/"
        }

        test("S256 is sent to a server that says it has plain alone") {
            val metadata = ClientBench.METADATA.newBuilder().member("code_challenge_methods_supported", listOf("plain")).build()
            parameter(bench.client(metadata).authorizationRequest(REDIRECT), "code_challenge_method") shouldBe "S256"
        }

        test("PKCE is left out, or plain, for those who say so") {
            @OptIn(DelicateOidcAuthApi::class)
            val without = request { withoutPkce() }
            query(without) shouldNotContainKey "code_challenge"
            query(without) shouldNotContainKey "code_challenge_method"
            without.codeVerifier.shouldBeNull()

            @OptIn(DelicateOidcAuthApi::class)
            val plain = request { withPlainPkce() }
            parameter(plain, "code_challenge_method") shouldBe "plain"
            parameter(plain, "code_challenge") shouldBe plain.codeVerifier.shouldNotBeNull()
        }

        test("acr values oblige the server when the caller says so") {
            val asked = request { acrValues("gold", "silver") }.idTokenExpectation("code")
            asked.acrValues.shouldBeEmpty()
            val required = request { requiredAcrValues("gold", "silver") }
            parameter(required, "acr_values") shouldBe "gold silver"
            required.idTokenExpectation("code").acrValues shouldBe listOf("gold", "silver")
            request {
                requiredAcrValues("gold")
                acrValues("silver")
            }.idTokenExpectation("code").acrValues.shouldBeEmpty()
        }

        test("the requirements for the ID token follow from the request") {
            val request =
                request {
                    scope("openid")
                    maxAge(0.seconds)
                }
            val expectation = request.idTokenExpectation("the code")
            expectation.nonce shouldBe request.nonce
            expectation.maxAge shouldBe 0.seconds
            expectation.code shouldBe "the code"
            request().idTokenExpectation("c").maxAge.shouldBeNull()
            request().idTokenExpectation("c").nonce.shouldBeNull()
        }

        test("nobody is sent back to a place that is none") {
            listOf(
                "",
                "/callback",
                "http://app.example/cb",
                "https://app.example/cb#x",
                "javascript:x",
                "https://a/" + "b".repeat(2048),
            )
                .forEach { withClue(it) { shouldThrow<InvalidConfigException> { client.authorizationRequest(it) } } }
            client.authorizationRequest("https://a.example/" + "b".repeat(2048 - 18)).redirectUri.length shouldBe 2048
        }

        test("parameters of the protocol, and those with a setting, are not to be added") {
            listOf(
                "client_id",
                "redirect_uri",
                "response_type",
                "state",
                "nonce",
                "code_challenge",
                "code_challenge_method",
                "code_verifier",
                "request",
                "request_uri",
                "client_secret",
                "scope",
                "resource",
                "response_mode",
                "max_age",
                "acr_values",
                "dpop_jkt",
                "iss",
                "sub",
                "aud",
                "exp",
                "nbf",
                "iat",
                "jti",
                "",
            ).forEach {
                withClue(it) {
                    shouldThrow<InvalidConfigException> { request { parameter(it, "s3cret") } }.message shouldNotContain "s3cret"
                }
            }
            shouldThrow<InvalidConfigException> {
                request {
                    prompt("login")
                    parameter("prompt", "none")
                }
            }
        }

        test("settings that contradict their specification are refused") {
            shouldThrow<IllegalArgumentException> { request { prompt("none", "login") } }
            shouldThrow<IllegalArgumentException> { request { maxAge((-1).seconds) } }
            shouldThrow<IllegalArgumentException> { request { maxAge((-1).seconds) } }
            shouldThrow<IllegalArgumentException> { request { scope("a\"b") } }
            shouldThrow<IllegalArgumentException> { request { resource("no-uri") } }
        }

        test("65536 characters of parameters are sent, and no more") {
            val empty = request { parameter("x", "") }.parameters.sumOf { it.first.length + it.second.length }
            request { parameter("x", "y".repeat(65_536 - empty)) }.url shouldContain "yyy"
            shouldThrow<InvalidConfigException> { request { parameter("x", "y".repeat(65_537 - empty)) } }
        }

        test("a server without an authorization endpoint, or with one that is no https URL, gets nobody") {
            shouldThrow<InvalidConfigException> {
                bench.client(ServerMetadata { issuer("https://as.example") }).authorizationRequest(REDIRECT)
            }
            listOf("http://as.example/authorize", "javascript:alert(1)", "https://as.example/authorize#x").forEach {
                val metadata = ClientBench.METADATA.newBuilder().authorizationEndpoint(it).build()
                withClue(it) { shouldThrow<InvalidResponseException> { bench.client(metadata).authorizationRequest(REDIRECT) } }
            }
        }

        test("a signed response is asked of a server alone whose issuer is known") {
            val nameless = ServerMetadata { authorizationEndpoint("https://as.example/authorize") }
            ResponseMode.entries.forEach { mode ->
                val ask = { bench.client(nameless).authorizationRequest(REDIRECT) { responseMode(mode) } }
                withClue(mode) {
                    if (mode.isSigned) shouldThrow<InvalidConfigException> { ask() } else ask().responseMode shouldBe mode
                }
            }
        }

        test("printing shows no secret") {
            val request = request { scope("openid") }
            "$request ${client.authorizationRequestBuilder(REDIRECT).loginHint("alice")}".let { printed ->
                listOf(request.state, request.nonce, request.codeVerifier, "alice").forEach { printed shouldNotContain it!! }
            }
        }

        test("a request is by reference to what its caller publishes, with type and scope beside it") {
            val byReference = request { scope("openid", "email") }.withRequestUri("https://client.example/request.jwt#hash")
            byReference.url shouldBe
                "https://as.example/authorize?response_type=code&client_id=my-client&scope=openid%20email" +
                "&request_uri=https%3A%2F%2Fclient.example%2Frequest.jwt%23hash"
            byReference.requestUri shouldBe "https://client.example/request.jwt#hash"
            byReference.expiresAt.shouldBeNull()
            request { scope("read") }.withRequestUri("urn:x:y").url shouldBe
                "https://as.example/authorize?response_type=code&client_id=my-client&scope=read&request_uri=urn%3Ax%3Ay"
        }

        test("a request URI is https or a URN of 512 characters: RFC 9101 §5.2") {
            listOf(
                "http://a.example/r",
                "https://",
                "javascript:x",
                "https://a.example/ä",
                "",
                "https://a/" + "b".repeat(503),
            ).forEach {
                withClue(it) { shouldThrow<IllegalArgumentException> { request().withRequestUri(it) } }
            }
            request().withRequestUri("https://a/" + "b".repeat(502)).requestUri?.length shouldBe 512
        }

        test("requests are equal when they are the same login") {
            val request = request { scope("openid") }
            request shouldBe AuthorizationRequest.deserialize(request.serialize())
            request shouldNotBe request { scope("openid") }
            request shouldNotBe request.withRequestUri("urn:x:y")
        }
    })
