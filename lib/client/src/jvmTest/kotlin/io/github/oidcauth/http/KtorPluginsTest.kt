// Tests AccessTokenSender.
package io.github.oidcauth.http

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.client.HttpClient
import io.ktor.client.HttpClientConfig
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.respondOk
import io.ktor.client.engine.mock.toByteArray
import io.ktor.client.plugins.HttpRequestTimeoutException
import io.ktor.client.plugins.HttpTimeout
import io.ktor.client.plugins.auth.Auth
import io.ktor.client.plugins.auth.providers.BasicAuthCredentials
import io.ktor.client.plugins.auth.providers.BearerTokens
import io.ktor.client.plugins.auth.providers.basic
import io.ktor.client.plugins.auth.providers.bearer
import io.ktor.client.plugins.cache.HttpCache
import io.ktor.client.plugins.contentnegotiation.ContentNegotiation
import io.ktor.client.plugins.logging.LogLevel
import io.ktor.client.plugins.logging.Logger
import io.ktor.client.plugins.logging.Logging
import io.ktor.client.plugins.websocket.WebSockets
import io.ktor.client.plugins.websocket.webSocketSession
import io.ktor.client.request.get
import io.ktor.client.request.post
import io.ktor.client.request.setBody
import io.ktor.client.statement.bodyAsText
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.OutgoingContent
import io.ktor.http.content.TextContent
import io.ktor.http.contentType
import io.ktor.http.headersOf
import io.ktor.serialization.ContentConverter
import io.ktor.util.reflect.TypeInfo
import io.ktor.utils.io.ByteReadChannel
import kotlinx.coroutines.awaitCancellation
import java.nio.charset.Charset

private const val API = "https://api.example.com"
private const val SECRET = "correct-horse"

/** The plugin beside those of Ktor, installed before and after them. */
class KtorPluginsTest :
    FunSpec({
        fun HttpClientConfig<*>.installTokens(source: TokenSource = RenewedTokens()) =
            install(AccessTokens) {
                tokens = source
                origin(API)
            }

        fun engineThatAccepts(vararg authorizations: String) =
            MockEngine { request ->
                if (request.headers[HttpHeaders.Authorization] in authorizations) {
                    respondOk(request.body.toByteArray().decodeToString())
                } else {
                    respond("", HttpStatusCode.Unauthorized, headersOf(HttpHeaders.WWWAuthenticate, "Basic realm=a, Bearer"))
                }
            }

        val orders: Map<String, (MockEngine, TokenSource, HttpClientConfig<*>.() -> Unit) -> HttpClient> =
            mapOf(
                "before" to { engine, source, other ->
                    HttpClient(engine) {
                        installTokens(source)
                        other()
                    }
                },
                "after" to { engine, source, other ->
                    HttpClient(engine) {
                        other()
                        installTokens(source)
                    }
                },
            )

        orders.forEach { (order, client) ->
            context("installed $order them") {
                test("Auth that sends its own header at once wins, and renews its own token") {
                    val engine = engineThatAccepts("Bearer theirs-2")
                    val source = RenewedTokens()
                    val api =
                        client(engine, source) {
                            install(Auth) {
                                bearer {
                                    loadTokens { BearerTokens("theirs-1", "r") }
                                    refreshTokens { BearerTokens("theirs-2", "r") }
                                    sendWithoutRequest { true }
                                }
                            }
                        }

                    api.get(API).status shouldBe HttpStatusCode.OK

                    authorizations(engine) shouldBe listOf("Bearer theirs-1", "Bearer theirs-2")
                    source.asked shouldBe 0
                }

                test("Auth that waits for a challenge is not asked while the tokens are good") {
                    val engine = engineThatAccepts("Bearer token-1")
                    val api =
                        client(engine, RenewedTokens()) {
                            install(Auth) { basic { credentials { error("asked") } } }
                        }

                    api.get(API).status shouldBe HttpStatusCode.OK

                    authorizations(engine) shouldBe listOf("Bearer token-1")
                }

                test("Auth that an API wants in place of a token sends its own header") {
                    val engine = engineThatAccepts("Basic YTpi")
                    val api =
                        client(engine, RenewedTokens()) {
                            install(Auth) { basic { credentials { BasicAuthCredentials("a", "b") } } }
                        }

                    api.get(API).status shouldBe HttpStatusCode.OK

                    authorizations(engine).last() shouldBe "Basic YTpi"
                    (engine.requestHistory.size <= 3) shouldBe true
                }

                test("ContentNegotiation writes a body that can be sent again") {
                    val engine = engineThatAccepts("Bearer token-2")
                    val api =
                        client(engine, RenewedTokens()) {
                            install(ContentNegotiation) { register(ContentType.Application.Json, Quoting) }
                        }

                    val response =
                        api.post(API) {
                            contentType(ContentType.Application.Json)
                            setBody(listOf("hello"))
                        }

                    response.bodyAsText() shouldBe "\"[hello]\""
                    engine.requestHistory.size shouldBe 2
                }

                test("Logging shows no token until it shows headers, and none of a header that it hides") {
                    listOf(LogLevel.INFO, LogLevel.BODY, LogLevel.HEADERS, LogLevel.ALL).forEach { level ->
                        val lines = StringBuffer()
                        val api =
                            client(engineThatAccepts("Bearer $SECRET"), TokenSource.of(SECRET)) {
                                install(Logging) {
                                    this.level = level
                                    logger =
                                        object : Logger {
                                            override fun log(message: String) {
                                                lines.append(message).append('\n')
                                            }
                                        }
                                    sanitizeHeader { it == HttpHeaders.Authorization || it == "DPoP" }
                                }
                            }

                        api.get(API).bodyAsText()

                        lines.toString() shouldContain API
                        lines.toString() shouldNotContain SECRET
                        if (level.headers) lines.toString() shouldContain "Authorization: ***"
                    }
                }

                test("HttpCache returns a response that it has, and a refused token does not come into it") {
                    var sent = 0
                    val engine =
                        MockEngine { request ->
                            sent++
                            if (request.headers[HttpHeaders.Authorization] == "Bearer token-1") {
                                respond("", HttpStatusCode.Unauthorized, headersOf(HttpHeaders.CacheControl, "max-age=60"))
                            } else {
                                respond("hello", HttpStatusCode.OK, headersOf(HttpHeaders.CacheControl, "max-age=60"))
                            }
                        }
                    val api = client(engine, RenewedTokens()) { install(HttpCache) }

                    List(3) { api.get(API).bodyAsText() } shouldBe List(3) { "hello" }

                    sent shouldBe 2
                }

                test("the time to obtain a token counts for HttpTimeout") {
                    val source =
                        object : TokenSource {
                            override suspend fun token(rejected: Token?): Token = awaitCancellation()
                        }
                    val engine = MockEngine { respondOk() }
                    val api = client(engine, source) { install(HttpTimeout) { requestTimeoutMillis = 20 } }

                    shouldThrow<HttpRequestTimeoutException> { api.get(API) }

                    engine.requestHistory.size shouldBe 0
                }

                test("the handshake of a WebSocket has a token, and a new one after a 401") {
                    val engine = engineThatAccepts("Bearer token-2")
                    val api = client(engine, RenewedTokens()) { install(WebSockets) }

                    // The engine responds with 200 to the second one.
                    shouldThrow<Exception> { api.webSocketSession("wss://api.example.com/socket") }
                    shouldThrow<Exception> { api.webSocketSession("ws://api.example.com/socket") }
                    shouldThrow<Exception> { api.webSocketSession("wss://other.example.com/socket") }

                    authorizations(engine) shouldBe listOf("Bearer token-1", "Bearer token-2", null, null)
                }
            }
        }
    })

private fun authorizations(engine: MockEngine): List<String?> =
    engine.requestHistory.map { it.headers[HttpHeaders.Authorization] }.also { it.shouldNotBeEmpty() }

/** Writes a value in quotes. */
private object Quoting : ContentConverter {
    override suspend fun serialize(
        contentType: ContentType,
        charset: Charset,
        typeInfo: TypeInfo,
        value: Any?,
    ): OutgoingContent = TextContent("\"$value\"", contentType)

    override suspend fun deserialize(
        charset: Charset,
        typeInfo: TypeInfo,
        content: ByteReadChannel,
    ): Any? = null
}
