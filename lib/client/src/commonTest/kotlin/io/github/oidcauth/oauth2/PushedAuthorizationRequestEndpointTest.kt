package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.json.parseJson
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.maps.shouldBeEmpty
import io.kotest.matchers.maps.shouldNotContainKey
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration.Companion.seconds

private const val REDIRECT = "https://app.example/cb"
private const val REQUEST_URI = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c"

class PushedAuthorizationRequestEndpointTest :
    FunSpec({
        fun pushedAs(
            uri: String = REQUEST_URI,
            lifetime: String = "60",
        ) = ScriptedResponse("""{"request_uri":"$uri","expires_in":$lifetime}""", 201)

        fun responding(response: ScriptedResponse = pushedAs()) = ClientBench { response }

        val key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "c1")

        suspend fun failing(response: ScriptedResponse): AuthException {
            val client = responding(response).client()
            return shouldThrow { client.push(client.authorizationRequest(REDIRECT)) }
        }

        suspend fun refused(response: ScriptedResponse): InvalidResponseException {
            val client = responding(response).client()
            return shouldThrow { client.push(client.authorizationRequest(REDIRECT)) }
        }

        test("members of the response without a property are kept, and saved with the request") {
            val response = ScriptedResponse("""{"request_uri":"$REQUEST_URI","expires_in":60,"trace":"t1","extra":1}""", 201)
            val client = responding(response).client()
            val request = client.authorizationRequest(REDIRECT)

            val pushed = client.push(request)

            pushed.extra shouldBe parseJson("""{"trace":"t1","extra":1}""")
            AuthorizationRequest.deserialize(pushed.serialize()) shouldBe pushed
            request.extra.shouldBeEmpty()
            shouldThrow<InvalidResponseException> {
                AuthorizationRequest.deserialize(pushed.serialize().replace("{\"trace\":\"t1\",\"extra\":1}", "7"))
            }
        }

        test("everything is posted with the client's credentials, and the URL has a reference: RFC 9126 §2.1, §4") {
            val bench = responding()
            val client = bench.client { clientSecret = "secret" }
            val request =
                client.authorizationRequest(REDIRECT) {
                    scope("openid")
                    resource("https://api.example/a")
                    resource("https://api.example/b")
                    parameter("tenant", "t")
                }

            val pushed = client.push(request)

            val sent = bench.requests.single()
            sent.method shouldBe "POST"
            sent.url shouldBe "https://as.example/par"
            sent.header("authorization") shouldBe "Basic bXktY2xpZW50OnNlY3JldA=="
            sent.form shouldBe queryParameters(request.url.substringAfter('?'))
            sent.form shouldNotContainKey "request_uri"
            sent.form shouldNotContainKey "code_verifier"
            pushed.url shouldBe
                "https://as.example/authorize?client_id=my-client&request_uri=" +
                "urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc_11ACC5bwc014ltc14eY22c"
            pushed.requestUri shouldBe REQUEST_URI
            pushed.expiresAt shouldBe bench.clock.now() + 60.seconds
            pushed.state shouldBe request.state
            pushed.codeVerifier shouldBe request.codeVerifier
        }

        test("the client id is sent once, however the client authenticates itself") {
            val configurations: List<ClientConfig.Builder.() -> Unit> =
                listOf(
                    { },
                    { authentication = ClientSecretPost("secret") },
                    { signingKey = key },
                )
            configurations.forEachIndexed { i, configure ->
                val bench = responding()
                val client = bench.client(configure = configure)
                client.push(client.authorizationRequest(REDIRECT))
                withClue(i) { bench.requests.single()["client_id"] shouldBe "my-client" }
            }
        }

        test("a signed request is pushed as it is, with nothing beside it but who asks: RFC 9126 §3") {
            val bench = responding()
            val client = bench.client { authorization = AuthorizationSettings { requestObject(RequestObjectSettings(key)) } }
            val signed = client.sign(client.authorizationRequest(REDIRECT) { scope("openid") })

            val pushed = client.push(signed)

            bench.requests.single().form shouldBe
                mapOf("client_id" to listOf("my-client"), "request" to listOf(signed.requestObject))
            pushed.requestObject.shouldBeNull()
            queryParameters(pushed.url.substringAfter('?')).shouldNotBeNull().keys shouldBe setOf("client_id", "request_uri")
        }

        test("a request by reference cannot be pushed") {
            val bench = responding()
            val client = bench.client()
            val pushed = client.push(client.authorizationRequest(REDIRECT))
            bench.requests.clear()
            shouldThrow<IllegalArgumentException> { client.push(pushed) }
            shouldThrow<IllegalArgumentException> { client.push(client.authorizationRequest(REDIRECT).withRequestUri("urn:x:y")) }
            bench.requests.shouldBeEmpty()
        }

        test("a server without the endpoint, or with one that is not https, is not asked") {
            val bench = responding()
            val without = ServerMetadata { authorizationEndpoint("https://as.example/authorize") }
            val insecure = ClientBench.METADATA.newBuilder().pushedAuthorizationRequestEndpoint("http://as.example/par").build()
            bench.client(without).let { shouldThrow<InvalidConfigException> { it.push(it.authorizationRequest(REDIRECT)) } }
            bench.client(insecure).let { shouldThrow<InvalidResponseException> { it.push(it.authorizationRequest(REDIRECT)) } }
            bench.requests.shouldBeEmpty()
        }

        test("a response that does not say for how long is refused: RFC 9126 §2.2") {
            listOf("0", "-1", "\"soon\"", "null", "{}", "[]", "true", "\"NaN\"").forEach {
                withClue(it) { refused(pushedAs(lifetime = it)).message shouldContain "expires_in" }
            }
            refused(ScriptedResponse("""{"request_uri":"$REQUEST_URI"}""", 201)).message shouldContain "expires_in"
        }

        test("any lifetime above zero will do") {
            listOf("1" to 1, "600" to 600, "\"90\"" to 90, "59.9" to 59).forEach { (lifetime, seconds) ->
                val bench = responding(pushedAs(lifetime = lifetime))
                val client = bench.client()
                withClue(lifetime) {
                    client.push(client.authorizationRequest(REDIRECT)).expiresAt shouldBe bench.clock.now() + seconds.seconds
                }
            }
            val client = responding(pushedAs(lifetime = "1e308")).client()
            client.push(client.authorizationRequest(REDIRECT)).let {
                AuthorizationRequest.deserialize(it.serialize()) shouldBe it
            }
        }

        test("a response whose reference is none is refused") {
            listOf(
                "",
                "no-uri",
                "/request/1",
                "//as.example/1",
                ":x",
                "1x:y",
                "urn:",
                "http://as.example/1",
                "HTTP://as.example/1",
                "urn:a b",
                "urn:ä",
                "urn:\u017F",
                "\u212A:a",
                "urn:a\\u0000",
                "urn:a\\n",
                "urn:" + "a".repeat(2045),
            ).forEach { withClue(it.take(30)) { refused(pushedAs(uri = it)).message shouldContain "request_uri" } }
            listOf(
                """{"expires_in":60}""",
                """{"request_uri":null,"expires_in":60}""",
                """{"request_uri":["urn:a"],"expires_in":60}""",
            )
                .forEach { withClue(it) { refused(ScriptedResponse(it, 201)).message shouldContain "request_uri" } }
        }

        test("a reference may be any other URI of 2048 characters, and stays one parameter of the URL") {
            listOf("urn:" + "a".repeat(2044), "https://as.example/r?a=1&b=2#c", "tag:x&state=evil&client_id=evil").forEach {
                val client = responding(pushedAs(uri = it)).client()
                val pushed = client.push(client.authorizationRequest(REDIRECT))
                withClue(it.take(30)) {
                    queryParameters(pushed.url.substringAfter('?')) shouldBe
                        mapOf("client_id" to listOf("my-client"), "request_uri" to listOf(it))
                }
            }
        }

        test("200 stands for 201 with servers that knew the drafts") {
            val client = responding(ScriptedResponse("""{"request_uri":"$REQUEST_URI","expires_in":60}""", 200)).client()
            client.push(client.authorizationRequest(REDIRECT)).requestUri shouldBe REQUEST_URI
        }

        test("an error is thrown as the exception of its code, whatever else is in the response") {
            val more = """"error_description":"No.","request_uri":"$REQUEST_URI","expires_in":60"""
            val failure = failing(ScriptedResponse.error("invalid_request_object", 400, more))
            (failure as OAuthException).error shouldBe "invalid_request_object"
            failure.statusCode shouldBe 400
            (failing(ScriptedResponse.error("invalid_client", 401)) as OAuthException).error shouldBe "invalid_client"
            (failing(ScriptedResponse.error("server_error", 201, more)) as OAuthException).error shouldBe "server_error"
        }

        test("anything else is no reference") {
            listOf(
                ScriptedResponse(
                    """{"request_uri":"$REQUEST_URI","expires_in":60}""",
                    302,
                    listOf("Location" to "https://evil.example"),
                ),
                ScriptedResponse("""{"request_uri":"$REQUEST_URI","expires_in":60}""", 400),
                ScriptedResponse("", 404),
                ScriptedResponse("", 429),
                ScriptedResponse("<html>", 500, mediaType = "text/html"),
            ).forEach { response ->
                withClue(response.status) { (failing(response) as HttpException).statusCode shouldBe response.status }
            }
            listOf("", "null", "[]", "\"x\"", "<html>", "{", "{}").forEach { withClue(it) { refused(ScriptedResponse(it, 201)) } }
        }

        test("an error that repeats the request has none of its secrets, nor those of the client") {
            val bench = ClientBench {
                ScriptedResponse.error("invalid_request", more = """"error_description":"${it.body}"""")
            }
            val client = bench.client { authentication = ClientSecretPost("s3cret") }

            @OptIn(DelicateOidcAuthApi::class)
            val request =
                client.authorizationRequest(REDIRECT) {
                    withPlainPkce()
                    idTokenHint("hint.of.alice")
                }
            val failure = shouldThrow<OAuthException> { client.push(request) }
            val told = "$failure ${failure.detail} ${failure.errorDescription}"
            told shouldContain "my-client"
            listOf(request.state, request.codeVerifier, "hint.of.alice", "s3cret").forEach {
                told shouldNotContain it.shouldNotBeNull()
            }
        }

        test("a signed request is not in the error that repeats it") {
            val bench = ClientBench {
                ScriptedResponse.error("invalid_request_object", more = """"error_description":"${it["request"]}"""")
            }
            val client = bench.client { authorization = AuthorizationSettings { requestObject(RequestObjectSettings(key)) } }
            val signed = client.sign(client.authorizationRequest(REDIRECT))
            val failure = shouldThrow<OAuthException> { client.push(signed) }
            "$failure ${failure.detail} ${failure.errorDescription}" shouldNotContain signed.requestObject.shouldNotBeNull()
        }

        context("a request is prepared") {
            fun requiring(vararg members: String) =
                members
                    .fold(ClientBench.METADATA.newBuilder()) { builder, name -> builder.member(name, JsonPrimitive(true)) }
                    .build()

            val pushing = "require_pushed_authorization_requests"
            val signing = "require_signed_request_object"

            test("by leaving it alone, where nothing is required and nothing configured") {
                val bench = responding()
                val client = bench.client { signingKey = key }
                val request = client.authorizationRequest(REDIRECT)
                client.prepare(request) shouldBeSameInstanceAs request
                bench.requests.shouldBeEmpty()
            }

            test("by pushing it, where the server requires that or the client says so") {
                listOf(
                    requiring(pushing) to AuthorizationSettings.DEFAULT,
                    ClientBench.METADATA to AuthorizationSettings { pushed() },
                ).forEach { (metadata, settings) ->
                    val bench = responding()
                    val client = bench.client(metadata) { authorization = settings }
                    client.prepare(client.authorizationRequest(REDIRECT)).requestUri shouldBe REQUEST_URI
                    bench.requests.single().form shouldNotContainKey "request"
                }
            }

            test("by signing it, where the server requires that or the client says so") {
                val bench = responding()
                val required = bench.client(requiring(signing)) { signingKey = key }
                required.prepare(required.authorizationRequest(REDIRECT)).requestObject.shouldNotBeNull()
                val configured =
                    bench.client { authorization = AuthorizationSettings { requestObject(RequestObjectSettings(key)) } }
                configured.prepare(configured.authorizationRequest(REDIRECT)).requestObject.shouldNotBeNull()
                bench.requests.shouldBeEmpty()
                val keyless = bench.client(requiring(signing))
                shouldThrow<InvalidConfigException> { keyless.prepare(keyless.authorizationRequest(REDIRECT)) }
            }

            test("by signing and then pushing it, once") {
                val bench = responding()
                val client = bench.client(requiring(pushing, signing)) { signingKey = key }
                val request = client.authorizationRequest(REDIRECT)
                val prepared = client.prepare(request)
                bench.requests.single().form.keys shouldBe
                    setOf("client_id", "request", "client_assertion", "client_assertion_type")
                client.prepare(prepared) shouldBeSameInstanceAs prepared
                val byReference = request.withRequestUri("urn:x:y")
                client.prepare(byReference) shouldBeSameInstanceAs byReference
                bench.requests.map { it.url } shouldContainExactly listOf("https://as.example/par")
            }

            test("a request that was signed before is pushed unchanged") {
                val bench = responding()
                val client = bench.client(requiring(pushing, signing)) { signingKey = key }
                val signed = client.sign(client.authorizationRequest(REDIRECT))
                client.prepare(signed)
                bench.requests.single()["request"] shouldBe signed.requestObject
            }
        }

        test("printing shows no reference") {
            val client = responding().client()
            val pushed = client.push(client.authorizationRequest(REDIRECT))
            "$pushed ${pushed.delivery}" shouldNotContain REQUEST_URI
        }
    })
