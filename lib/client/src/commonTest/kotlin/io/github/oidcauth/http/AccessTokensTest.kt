// Tests AccessTokenSender.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.HttpClientConfig
import io.ktor.client.call.HttpClientCall
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.MockEngineConfig
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.respondOk
import io.ktor.client.plugins.ClientRequestException
import io.ktor.client.plugins.HttpSend
import io.ktor.client.plugins.defaultRequest
import io.ktor.client.plugins.plugin
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.client.request.post
import io.ktor.client.request.prepareGet
import io.ktor.client.request.setBody
import io.ktor.client.request.url
import io.ktor.client.statement.bodyAsText
import io.ktor.client.statement.request
import io.ktor.http.Headers
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.OutgoingContent
import io.ktor.http.headersOf
import io.ktor.utils.io.ByteChannel
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.isActive

private const val API = "https://api.example.com"

class AccessTokensTest :
    FunSpec({
        fun client(
            engine: MockEngine,
            source: TokenSource,
            configure: HttpClientConfig<MockEngineConfig>.() -> Unit = { },
        ) = HttpClient(engine) {
            install(AccessTokens) {
                tokens = source
                origin(API)
            }
            @Suppress("UNCHECKED_CAST")
            (this as HttpClientConfig<MockEngineConfig>).configure()
        }

        fun engineThatAccepts(token: String) =
            MockEngine { request ->
                if (request.headers[HttpHeaders.Authorization] == "Bearer $token") {
                    respondOk("hello")
                } else {
                    respond("refused", HttpStatusCode.Unauthorized, challenge("""Bearer error="invalid_token""""))
                }
            }

        test("a request to an origin of the API has a token, however its URL is put together") {
            val engine = MockEngine { respondOk() }
            val api = client(engine, TokenSource.of("secret")) { defaultRequest { url("$API/v1/") } }

            api.get("users")
            api.get("/users")
            api.get("https://API.example.com:443/users?a=b#c")

            engine.requestHistory.map { it.url.toString().substringAfter(".com") } shouldBe
                listOf("/v1/users", "/users", "/users?a=b#c")
            authorizations(engine) shouldBe List(3) { "Bearer secret" }
        }

        test("a request to any other origin is sent as it is, without asking for a token") {
            val engine = MockEngine { respond("", HttpStatusCode.Unauthorized) }
            val source = RenewedTokens()
            val api = client(engine, source)
            val others = listOf(
                "http://api.example.com/",
                "https://api.example.com:444/",
                "https://api.example.com.evil.example/",
                "https://api.example.com@evil.example/",
                "https://evil.example/api.example.com",
            )

            others.forEach { api.get(it) }

            authorizations(engine) shouldBe others.map { null }
            source.asked shouldBe 0
        }

        test("an Authorization header of the caller is left alone, and its 401 is the caller's") {
            val engine = MockEngine { respond("", HttpStatusCode.Unauthorized) }
            val source = RenewedTokens()
            val api = client(engine, source)

            api.get(API) { header(HttpHeaders.Authorization, "Basic YTpi") }
            api.get(API) { header("authorization", "") }
            api.post(API) {
                setBody(
                    object : OutgoingContent.ByteArrayContent() {
                        override val headers: Headers = headersOf(HttpHeaders.Authorization, "Bearer own")

                        override fun bytes() = ByteArray(0)
                    },
                )
            }

            engine.requestHistory.size shouldBe 3
            authorizations(engine).take(2) shouldBe listOf("Basic YTpi", "")
            source.asked shouldBe 0
        }

        test("a token that the API refuses is replaced once") {
            val engine = engineThatAccepts("token-2")
            val api = client(engine, RenewedTokens())

            api.get(API).bodyAsText() shouldBe "hello"
            api.get(API).bodyAsText() shouldBe "hello"

            authorizations(engine) shouldBe listOf("Bearer token-1", "Bearer token-2", "Bearer token-2")
        }

        test("an API that always refuses gets two requests, and its second response is the one of the request") {
            val engine = engineThatAccepts("none")
            val api = client(engine, RenewedTokens())

            val response = api.get(API)

            response.status shouldBe HttpStatusCode.Unauthorized
            response.bodyAsText() shouldBe "refused"
            response.request.headers[HttpHeaders.Authorization] shouldBe "Bearer token-2"
            engine.requestHistory.size shouldBe 2
        }

        test("with expectSuccess, the first 401 is no failure and the second one is") {
            val source = RenewedTokens()
            client(engineThatAccepts("token-2"), source) { expectSuccess = true }.get(API).status shouldBe HttpStatusCode.OK

            val engine = engineThatAccepts("none")
            val api = client(engine, source) { expectSuccess = true }
            shouldThrow<ClientRequestException> { api.get(API) }.response.status shouldBe HttpStatusCode.Unauthorized
            engine.requestHistory.size shouldBe 2
        }

        test("the response of the refused attempt is closed, also where it is a stream that goes on") {
            val calls = mutableListOf<HttpClientCall>()
            val endless = ByteChannel()
            val engine =
                MockEngine { request ->
                    if (request.headers[HttpHeaders.Authorization] == "Bearer token-2") {
                        respondOk("hello")
                    } else {
                        respond(endless, HttpStatusCode.Unauthorized)
                    }
                }
            val api = client(engine, RenewedTokens())
            api.plugin(HttpSend).intercept { request -> execute(request).also(calls::add) }

            api.prepareGet(API).execute { it.bodyAsText() } shouldBe "hello"

            calls.size shouldBe 2
            calls.first().isActive shouldBe false
        }

        test("the response is closed if no other token can be obtained") {
            val engine = engineThatAccepts("none")
            val calls = mutableListOf<HttpClientCall>()
            val api = client(engine, Unrenewable)
            api.plugin(HttpSend).intercept { request -> execute(request).also(calls::add) }

            shouldThrow<InvalidConfigException> { api.get(API) }

            calls.single().isActive shouldBe false
        }

        test("an exception of the source reaches the caller, and nothing is sent") {
            val failure = InvalidConfigException("no token today")
            val engine = MockEngine { respondOk() }
            val api = client(engine, sourceOf { throw failure })

            shouldThrow<InvalidConfigException> { api.get(API) }.message shouldBe failure.message
            engine.requestHistory.size shouldBe 0
        }

        test("a caller that is cancelled while it waits for a token sends nothing") {
            val engine = MockEngine { respondOk() }
            val asked = CompletableDeferred<Unit>()
            val ended = CompletableDeferred<Throwable>()
            val api =
                client(
                    engine,
                    sourceOf {
                        asked.complete(Unit)
                        try {
                            awaitCancellation()
                        } catch (e: CancellationException) {
                            ended.complete(e)
                            throw e
                        }
                    },
                )
            coroutineScope {
                val call = async { api.get(API) }
                asked.await()
                call.cancelAndJoin()
            }
            ended.isCompleted shouldBe true
            engine.requestHistory.size shouldBe 0
        }

        test("an ApiClient that uses the client has its tokens, unless it has some of its own") {
            val engine = MockEngine { respondOk("{}") }
            val http = client(engine, TokenSource.of("secret"))

            ApiClient(API) { httpClient = http }.get("users")
            ApiClient(API, TokenSource.of("own")) { httpClient = http }.get("users")

            authorizations(engine) shouldBe listOf("Bearer secret", "Bearer own")
        }

        test("a request that is built once can be sent many times, each with the token of its time") {
            val engine = engineThatAccepts("token-2")
            val api = client(engine, RenewedTokens())
            val statement = api.prepareGet(API)
            val builder = HttpRequestBuilder().apply { url(API) }

            statement.execute().bodyAsText() shouldBe "hello"
            statement.execute().bodyAsText() shouldBe "hello"
            api.get(builder).bodyAsText() shouldBe "hello"

            builder.headers.names() shouldBe emptySet()
            authorizations(engine).shouldContainExactly(listOf(1, 2, 2, 2).map { "Bearer token-$it" })
        }
    })

private fun authorizations(engine: MockEngine): List<String?> = engine.requestHistory.map {
    it.headers[HttpHeaders.Authorization]
}

private fun challenge(value: String) = headersOf(HttpHeaders.WWWAuthenticate, value)

private fun sourceOf(token: suspend () -> Token): TokenSource =
    object : TokenSource {
        override suspend fun token(rejected: Token?): Token = token()
    }

/** A source with one token, which fails to get another one. */
private object Unrenewable : TokenSource {
    override suspend fun token(rejected: Token?): Token =
        if (rejected == null) Token("token-1") else throw InvalidConfigException("There is no other token.")
}
