// Tests PollResponseReader and PyOidcAuthResponseReader.
package io.github.oidcauth.internal.servers

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.callback.AuthorizationResponseResult
import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.pendingLogin
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.oauth2.ResponseMode
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.MockEngineConfig
import io.ktor.client.engine.mock.MockRequestHandleScope
import io.ktor.client.engine.mock.respond
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.client.request.forms.FormDataContent
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.HttpStatusCode
import io.ktor.http.Parameters
import io.ktor.http.Url
import io.ktor.http.encodeURLParameter
import io.ktor.http.headersOf
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlinx.io.IOException
import kotlin.io.encoding.Base64
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

@OptIn(ExperimentalCoroutinesApi::class)
class PyOidcAuthServerTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_800_000_000)
        val clock =
            object : Clock {
                override fun now() = now
            }

        class Bench(
            host: String = "https://h.example/app",
            // Requests in virtual time run in it too, or its timeouts would pass while they wait for a thread.
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
            parameters: Map<String, String> = emptyMap(),
            respond: suspend MockRequestHandleScope.(HttpRequestData) -> HttpResponseData,
        ) {
            val engine =
                MockEngine(
                    MockEngineConfig().apply {
                        this.dispatcher = dispatcher
                        addHandler { respond(it) }
                        reuseHandlers = true
                    },
                )
            val server =
                PyOidcAuthServer(
                    BaseUrl.parse(host),
                    PyOidcAuthRoutes(),
                    scope = null,
                    lazyOf(Transport(HttpClient(engine), { if (it is IOException) Fault.CONNECTION_LOST else null }, 30.seconds)),
                    clock,
                    allowInsecureHttp = false,
                    parameters,
                )

            fun form(): Parameters = (engine.requestHistory.last().body as FormDataContent).formData
        }

        fun responding(
            body: String,
            status: Int = 200,
            headers: Map<String, String> = emptyMap(),
        ) = Bench {
            respond(body, HttpStatusCode.fromValue(status), headersOf(*headers.map { it.key to listOf(it.value) }.toTypedArray()))
        }

        fun wrapped(upstream: String) = """{"detail": "Upstream OIDC error: ${upstream.replace("\"", "\\\"")}"}"""

        val tokenResponse = """{"access_token": "a", "token_type": "Bearer", "expires": 1800000300, "refresh_token": "r"}"""

        val redirectUri = "http://localhost:53100/callback"

        suspend fun Bench.login(state: String = "random|http://localhost:53100/callback|verifier"): PendingLogin =
            server.startBrowserLogin(redirectUri).also {
                val response = mapOf("state" to listOf(state), "code" to listOf("c"))
                it.validator.validate(response).shouldBeInstanceOf<AuthorizationResponseResult.Granted>()
            }

        context("a server that repeats what it was sent gives nothing of it away") {
            val spellings =
                mapOf<String, (String) -> String>(
                    "as it is" to { it },
                    "percent-encoded" to { it.encodeURLParameter() },
                    "in base64" to { Base64.encode("x:$it".encodeToByteArray()) },
                    "escaped for HTML" to { it.replace("&", "&amp;") },
                )
            val callback =
                CallbackValidator(pendingLogin(redirectUri, "s", "verifier+s3cret&1"))
                    .validate("GET", "/callback?code=code%2Bs3cret%261&state=s")
                    .shouldBeInstanceOf<CallbackResult.Accepted>()
                    .callback
            mapOf<String, suspend Bench.() -> Unit>(
                "device-code" to { (server.pollOnce("device+s3cret&1") as PollResult.Refused).let { throw it.cause } },
                "refresh-token" to { server.refresh("refresh+s3cret&1", null) },
                "code" to { server.redeem(callback) },
                "code_verifier" to { server.redeem(callback) },
            ).forEach { (name, call) ->
                spellings.forEach { (spelling, spell) ->
                    test("$name, $spelling") {
                        var sent = ""
                        val bench =
                            Bench {
                                sent = (it.body as FormDataContent).formData[name].orEmpty()
                                respond("""{"detail": "Odd: ${spell(sent)}"}""", HttpStatusCode.BadRequest)
                            }
                        val e = shouldThrow<AuthException> { bench.call() }
                        val said = "$e ${e.message} ${e.detail}"
                        sent shouldContain "s3cret"
                        said shouldNotContain spell(sent)
                        said shouldContain "Odd: ██"
                    }
                }
            }
        }

        context("the device route") {
            val full =
                """{"device_code": "d", "user_code": "U-C", "verification_uri": "https://idp.example/device",
                    "verification_uri_complete": "https://idp.example/device?user_code=U-C", "expires_in": 600, "interval": 7}"""

            test("is posted to below the base URL, and its response understood") {
                val bench = responding(full)
                val code = bench.server.startDeviceLogin()
                val request = bench.engine.requestHistory.single()
                request.method shouldBe HttpMethod.Post
                request.url shouldBe Url("https://h.example/app/auth/v2/device")
                request.headers[HttpHeaders.CacheControl] shouldBe "no-store"
                request.headers[HttpHeaders.Accept] shouldBe "application/json"
                code.uri shouldBe "https://idp.example/device?user_code=U-C"
                code.userCode shouldBe "U-C"
                code.intervalSeconds shouldBe 7
                code.expiresAt shouldBe now + 600.seconds
                code.toString() shouldNotContain "U-C"
            }

            listOf(
                """"interval": null""" to 5L,
                """"interval": 0""" to 5L,
                """"interval": -3""" to 5L,
                """"interval": "9"""" to 9L,
                """"x": 1""" to 5L,
            ).forEach { (member, expected) ->
                test("with $member polls every $expected s") {
                    val body = """{"device_code": "d", "user_code": "u", "verification_uri": "https://i", "expires_in": 9"""
                    responding("$body, $member}").server.startDeviceLogin().intervalSeconds shouldBe expected
                }
            }

            test("may call the page verification_url, as Google does") {
                val body = """{"device_code": "d", "user_code": "u", "verification_url": "https://i", "expires_in": "9"}"""
                responding(body).server.startDeviceLogin().uri shouldBe "https://i"
            }

            context("is not believed everything") {
                listOf(
                    """{"user_code": "u", "verification_uri": "https://i", "expires_in": 600}""" to "device_code",
                    """{"device_code": "", "user_code": "u", "verification_uri": "https://i", "expires_in": 600}""" to
                        "device_code",
                    """{"device_code": 5, "user_code": "u", "verification_uri": "https://i", "expires_in": 600}""" to
                        "device_code",
                    """{"device_code": "d", "verification_uri": "https://i", "expires_in": 600}""" to "user_code",
                    """{"device_code": "d", "user_code": "u", "expires_in": 600}""" to "verification_ur",
                    """{"device_code": "d", "user_code": "u", "verification_uri": "https://i"}""" to "expires_in",
                    """{"device_code": "d", "user_code": "u", "verification_uri": "https://i", "expires_in": "soon"}""" to
                        "expires_in",
                    """{"device_code": "d", "user_code": "u", "verification_uri": "https://i", "expires_in": -1}""" to
                        "expired",
                    """{"device_code": "d", "user_code": "u", "verification_uri": "file:///etc/passwd", "expires_in": 600}""" to
                        "https",
                    """{"device_code": "d", "user_code": "u", "verification_uri": "http://i.example", "expires_in": 600}""" to
                        "https",
                    "<html>login</html>" to "web page",
                    "" to "empty",
                    "[]" to "JSON object",
                    "{broken" to "JSON object",
                ).forEach { (body, hint) ->
                    test(body.ifEmpty { "an empty response" }) {
                        val error = shouldThrow<InvalidResponseException> { responding(body).server.startDeviceLogin() }
                        error.message shouldContain hint
                    }
                }
            }

            test("goes on without a page and an interval that cannot be used") {
                val body =
                    """{"device_code": "d", "user_code": "u", "verification_uri": "https://i", "expires_in": 600, "interval": [],
                        "verification_uri_complete": "javascript:alert(1)"}"""
                val code = responding(body).server.startDeviceLogin()

                code.uri shouldBe "https://i"
                code.intervalSeconds shouldBe 5
            }

            test("with a lifetime of ages is cut to a year") {
                val body = """{"device_code": "d", "user_code": "u", "verification_uri": "https://i", "expires_in": 1e300}"""
                responding(body).server.startDeviceLogin().expiresInSeconds shouldBe 365L * 24 * 3600
            }
        }

        context("a poll") {
            test("sends the device code with a hyphen and nothing else, and brings the token") {
                val bench = responding(tokenResponse)
                bench.server.pollOnce("device-secret").shouldBeInstanceOf<PollResult.Granted>().token.accessToken shouldBe "a"
                bench.form().entries().associate { it.key to it.value } shouldBe mapOf("device-code" to listOf("device-secret"))
                bench.engine.requestHistory.single().url shouldBe Url("https://h.example/app/auth/v2/token")
            }

            test("that is pending, plain or wrapped, is pending") {
                val pending = """{"error":"authorization_pending","error_description":"…"}"""
                responding(wrapped(pending), 400).server.pollOnce("d") shouldBe PollResult.Pending
                responding(pending, 400).server.pollOnce("d") shouldBe PollResult.Pending
                responding(pending, 200).server.pollOnce("d") shouldBe PollResult.Pending
            }

            test("that came too soon is told so, with the server's interval where there is one") {
                responding(wrapped("""{"error":"slow_down"}"""), 400)
                    .server
                    .pollOnce("d")
                    .shouldBeInstanceOf<PollResult.SlowDown>()
                    .interval
                    .shouldBeNull()
                responding("""{"error":"slow_down","interval":12}""", 200)
                    .server
                    .pollOnce("d")
                    .shouldBeInstanceOf<PollResult.SlowDown>()
                    .interval shouldBe 12.seconds
            }

            test("that is denied, wrapped, is refused at once") {
                responding(wrapped("""{"error":"access_denied"}"""), 400)
                    .server
                    .pollOnce("d")
                    .shouldBeInstanceOf<PollResult.Refused>()
                    .cause
                    .shouldBeInstanceOf<AuthorizationDeniedException>()
            }

            listOf(408, 429, 500, 502, 503, 504).forEach { status ->
                test("that meets status $status is worth another try") {
                    val response = responding("oops", status, mapOf(HttpHeaders.RetryAfter to "17")).server.pollOnce("d")
                    response.shouldBeInstanceOf<PollResult.Retryable>().retryAfter shouldBe 17.seconds
                }
            }

            listOf(301, 302, 307, 308, 400, 401, 403, 404, 422).forEach { status ->
                test("that meets status $status is not, and a redirect is not followed") {
                    val bench = responding("oops", status, mapOf(HttpHeaders.Location to "https://evil.example/token"))
                    bench.server.pollOnce("d").shouldBeInstanceOf<PollResult.Refused>()
                    bench.engine.requestHistory shouldHaveSize 1
                }
            }

            test("that a gateway in trouble responds in words of its own is worth another try") {
                listOf("Service Unavailable", "unavailable", "server_error").forEach {
                    val response = responding("""{"status": 503, "error": "$it"}""", 503).server.pollOnce("d")
                    response.shouldBeInstanceOf<PollResult.Retryable>()
                }
            }

            test("that the network swallows is worth another try") {
                Bench { throw IOException("reset") }.server.pollOnce("d").shouldBeInstanceOf<PollResult.Retryable>()
            }

            test("that meets a certificate nobody trusts is refused at once") {
                val transport = Transport(HttpClient(MockEngine { throw IOException("PKIX") }), { Fault.TLS }, 30.seconds)
                val server =
                    PyOidcAuthServer(BaseUrl.parse("h.example"), PyOidcAuthRoutes(), null, lazyOf(transport), clock, false)
                val cause = server.pollOnce("d").shouldBeInstanceOf<PollResult.Refused>().cause
                cause.shouldBeInstanceOf<TransportException>().fault shouldBe Fault.TLS
            }

            listOf("<html>login</html>", "", "[]", "{}", """{"access_token": 7}""").forEach { body ->
                test("responded with '$body' and status 200 is refused, and so is a refresh") {
                    responding(body).server.pollOnce("d").shouldBeInstanceOf<PollResult.Refused>()
                    shouldThrow<InvalidResponseException> { responding(body).server.refresh("r", current = null) }
                }
            }

            test("that is never responded ends after the request timeout") {
                runTest {
                    val response = Bench { awaitCancellation() }.server.pollOnce("d")
                    val cause = response.shouldBeInstanceOf<PollResult.Retryable>().cause
                    cause.shouldBeInstanceOf<TransportException>().fault shouldBe Fault.TIMEOUT
                }
            }
        }

        context("a refresh") {
            test("sends the refresh token with a hyphen and nothing else") {
                val bench = responding(tokenResponse)
                bench.server.refresh("old-secret", current = null).refreshToken shouldBe "r"
                bench.form().entries().associate { it.key to it.value } shouldBe mapOf("refresh-token" to listOf("old-secret"))
            }

            test("that is rejected shows nothing of what was sent") {
                val body = wrapped("""{"error":"invalid_grant","error_description":"old-secret is revoked"}""")
                val error =
                    shouldThrow<InvalidGrantException> { responding(body, 400).server.refresh("old-secret", current = null) }
                error.stackTraceToString() shouldNotContain "old-secret"
                error.detail.orEmpty() shouldNotContain "old-secret"
            }

            test("is sent once, whatever happens") {
                var requests = 0
                val bench =
                    Bench {
                        requests++
                        throw IOException("reset")
                    }
                shouldThrow<TransportException> { bench.server.refresh("r", current = null) }.fault shouldBe Fault.CONNECTION_LOST
                requests shouldBe 1
            }

            test("that fails for its redirect URI says so") {
                val body = wrapped("""{"error":"invalid_grant","error_description":"/callback is not registered"}""")
                val location = "https://idp.example/authorize?state=r%7Cu%7Cverifier"
                val bench =
                    Bench {
                        if (it.method == HttpMethod.Get) {
                            respond("", HttpStatusCode.Found, headersOf(HttpHeaders.Location, location))
                        } else {
                            respond(body, HttpStatusCode.BadRequest)
                        }
                    }
                val validator = CallbackValidator(bench.login(state = "r|u|verifier"))
                val result = validator.validate("GET", "/callback?code=c&state=r%7Cu%7Cverifier")
                val callback = result.shouldBeInstanceOf<CallbackResult.Accepted>().callback
                val error = shouldThrow<InvalidGrantException> { bench.server.redeem(callback) }
                error.message shouldContain "/callback is not registered"
            }

            test("that redirects is not followed: the token would go to a otherServer") {
                val bench = responding("", 307, mapOf(HttpHeaders.Location to "https://evil.example/token"))
                shouldThrow<HttpException> { bench.server.refresh("r", current = null) }.message shouldContain "redirect"
                bench.engine.requestHistory shouldHaveSize 1
            }

            test("responded with ten megabytes is refused") {
                val error =
                    shouldThrow<InvalidResponseException> {
                        responding("x".repeat(10_000_000)).server.refresh("r", current = null)
                    }
                error.message shouldContain "1024 KiB"
            }

            test("responded with a megabyte of JSON is fine") {
                val body = """{"access_token": "a", "padding": "${"x".repeat(1_000_000)}"}"""
                responding(body).server.refresh("r", current = null).accessToken shouldBe "a"
            }
        }

        context("a browser login") {
            val location =
                "https://idp.example/authorize?client_id=c&redirect_uri=http%3A%2F%2Flocalhost%3A53100%2Fcallback" +
                    "&state=random%7Chttp%3A%2F%2Flocalhost%3A53100%2Fcallback%7Cverifier"

            test("asks the login route, does not follow it, and learns the state and the verifier") {
                val bench = responding("", 307, mapOf(HttpHeaders.Location to location))
                val request = bench.login()
                request.url shouldBe location
                request.codeVerifier shouldBe "verifier"
                val sent = bench.engine.requestHistory.single()
                sent.method shouldBe HttpMethod.Get
                sent.url.encodedPath shouldBe "/app/auth/v2/login"
                sent.url.parameters["redirect_uri"] shouldBe "http://localhost:53100/callback"
                sent.url.parameters["offline_access"] shouldBe "true"
                sent.url.parameters["prompt"] shouldBe "consent"
                sent.url.parameters["scope"].shouldBeNull()
                request.toString() shouldNotContain "verifier"
            }

            test("redeems the code with what the request began with") {
                val bench =
                    Bench {
                        if (it.method == HttpMethod.Get) {
                            respond("", HttpStatusCode.TemporaryRedirect, headersOf(HttpHeaders.Location, location))
                        } else {
                            respond(tokenResponse)
                        }
                    }
                val state = "random%7Chttp%3A%2F%2Flocalhost%3A53100%2Fcallback%7Cverifier"
                val result = CallbackValidator(bench.login()).validate("GET", "/callback?code=c&state=$state")
                bench.server.redeem(result.shouldBeInstanceOf<CallbackResult.Accepted>().callback).accessToken shouldBe "a"
                bench.form().entries().associate { it.key to it.value.single() } shouldBe
                    mapOf(
                        "grant_type" to "authorization_code",
                        "code" to "c",
                        "redirect_uri" to "http://localhost:53100/callback",
                        "code_verifier" to "verifier",
                    )
            }

            listOf("<html>" to 200, "" to 200, "" to 307).forEach { (body, status) ->
                test("a code that gets '$body' and status $status fails, and no redirect is followed") {
                    val bench =
                        Bench {
                            if (it.method == HttpMethod.Get) {
                                respond("", HttpStatusCode.TemporaryRedirect, headersOf(HttpHeaders.Location, location))
                            } else {
                                val elsewhere = headersOf(HttpHeaders.Location, "https://evil.example/token")
                                respond(body, HttpStatusCode.fromValue(status), elsewhere)
                            }
                        }
                    val state = "random%7Chttp%3A%2F%2Flocalhost%3A53100%2Fcallback%7Cverifier"
                    val result = CallbackValidator(bench.login()).validate("GET", "/callback?code=c&state=$state")
                    val callback = result.shouldBeInstanceOf<CallbackResult.Accepted>().callback
                    shouldThrow<AuthException> { bench.server.redeem(callback) }
                    bench.engine.requestHistory shouldHaveSize 2
                }
            }

            test("with a server that keeps its verifier has none to send") {
                val bench = responding("", 302, mapOf(HttpHeaders.Location to "https://idp.example/authorize?state=opaque"))
                bench.login(state = "opaque").codeVerifier.shouldBeNull()
            }

            context("with parameters of the caller's") {
                suspend fun asked(
                    parameters: Map<String, String>,
                    page: String = "https://idp.example/authorize?state=s",
                ) = Bench(parameters = parameters) {
                    respond("", HttpStatusCode.TemporaryRedirect, headersOf(HttpHeaders.Location, page))
                }.let { it to it.login(state = "s") }

                test("asks the login route for them beside its own") {
                    val hint = "älice & bob=+%"
                    val (bench, _) = asked(mapOf("login_hint" to hint, "acr_values" to "a b"))
                    val url = bench.engine.requestHistory.single().url
                    url.parameters.names() shouldBe
                        setOf("redirect_uri", "offline_access", "prompt", "login_hint", "acr_values")
                    url.parameters["login_hint"] shouldBe hint
                    url.parameters["acr_values"] shouldBe "a b"
                    url.parameters["redirect_uri"] shouldBe redirectUri
                    url.encodedQuery shouldNotContain " "
                }

                test("asks for another prompt in place of consent") {
                    val (bench, _) = asked(mapOf("prompt" to "login"))
                    bench.engine.requestHistory.single().url.parameters.getAll("prompt") shouldBe listOf("login")
                }

                test("expects the response as it was asked for, unless the page's address says otherwise") {
                    val formPost = mapOf("response_mode" to "form_post")
                    asked(emptyMap()).second.responseMode shouldBe ResponseMode.QUERY
                    asked(formPost).second.responseMode shouldBe ResponseMode.FORM_POST
                    val page = "https://idp.example/authorize?state=s&response_mode="
                    asked(emptyMap(), page + "form_post").second.responseMode shouldBe ResponseMode.FORM_POST
                    asked(formPost, page + "query").second.responseMode shouldBe ResponseMode.QUERY
                    asked(emptyMap(), page + "fragment").second.responseMode shouldBe ResponseMode.QUERY
                }
            }

            context("is not sent just anywhere") {
                listOf(
                    "http://idp.example/authorize?state=s" to "https",
                    "javascript:alert(1)?state=s" to "https",
                    "https://alice@idp.example/?state=s" to "https",
                    "//idp.example/?state=s" to "https",
                    "https://idp.example/authorize" to "state",
                    "https://idp.example/authorize?state=a&state=b" to "state",
                    "https://idp.example/authorize?state=s&redirect_uri=https%3A%2F%2Fevil.example" to "another address",
                ).forEach { (target, hint) ->
                    test(target) {
                        val bench = responding("", 307, mapOf(HttpHeaders.Location to target))
                        val error = shouldThrow<InvalidResponseException> { bench.server.startBrowserLogin(redirectUri) }
                        error.message shouldContain hint
                    }
                }
            }

            listOf(2 to "is asked for again", 3 to "is given up after the third time").forEach { (failures, outcome) ->
                test("a request whose connection breaks $failures times $outcome") {
                    runTest {
                        var requests = 0
                        val bench =
                            Bench(dispatcher = StandardTestDispatcher(testScheduler)) {
                                if (++requests <= failures) throw IOException("reset")
                                respond("", HttpStatusCode.TemporaryRedirect, headersOf(HttpHeaders.Location, location))
                            }
                        if (failures < 3) {
                            bench.login()
                        } else {
                            shouldThrow<TransportException> { bench.server.startBrowserLogin(redirectUri) }
                        }
                        requests shouldBe 3
                        currentTime shouldBe 750
                    }
                }
            }

            test("responded with a page instead of a redirect is the wrong route") {
                shouldThrow<InvalidResponseException> { responding("<html>").server.startBrowserLogin(redirectUri) }
            }

            test("responded with an error is that error") {
                shouldThrow<AuthException> { responding("""{"detail":"no"}""", 503).server.startBrowserLogin(redirectUri) }
                    .statusCode shouldBe 503
            }

            test("redirected nowhere is refused") {
                shouldThrow<InvalidResponseException> { responding("", 307).server.startBrowserLogin(redirectUri) }
            }
        }

        test("a caller's own client is neither closed nor made to follow redirects") {
            val elsewhere = headersOf(HttpHeaders.Location, "https://evil.example")
            val client = HttpClient(MockEngine { respond("", HttpStatusCode.Found, elsewhere) })
            val transport = Transport(client, { null }, 30.seconds)
            transport.get("https://h.example/").statusCode shouldBe 302
            (client.engine as MockEngine).requestHistory shouldHaveSize 1
            transport.get("https://h.example/").statusCode shouldBe 302
        }
    })
