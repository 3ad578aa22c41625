// Tests AccessTokenSender.
package io.github.oidcauth.http

import io.github.oidcauth.oauth2.DPoPKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import io.ktor.client.HttpClient
import io.ktor.client.HttpClientConfig
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.MockRequestHandleScope
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.respondOk
import io.ktor.client.plugins.HttpRedirect
import io.ktor.client.plugins.HttpRequestRetry
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.get
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlin.io.encoding.Base64

private const val API = "https://api.example.com"

/** Each sending has its own headers, whichever plugin causes it. */
class AccessTokensSendingsTest :
    FunSpec({
        val key = DPoPKey.generate()

        fun HttpClientConfig<*>.installTokens() =
            install(AccessTokens) {
                tokens = RenewedTokens(key)
                origin(API)
            }

        val orders: Map<String, (MockEngine, HttpClientConfig<*>.() -> Unit) -> HttpClient> =
            mapOf(
                "installed before it" to { engine, other ->
                    HttpClient(engine) {
                        followRedirects = false
                        installTokens()
                        other()
                    }
                },
                "installed after it" to { engine, other ->
                    HttpClient(engine) {
                        followRedirects = false
                        other()
                        installTokens()
                    }
                },
            )

        orders.forEach { (order, client) ->
            context("with the plugin $order") {
                test("HttpRedirect leads to each URL with its own proof, and to other origins with no token and no proof") {
                    val engine =
                        MockEngine { request ->
                            when (request.url.encodedPath) {
                                "/a" -> redirect("$API/b")
                                "/b" -> redirect("https://evil.example/c")
                                "/c" -> redirect("$API/d")
                                "/d" -> redirect("http://api.example.com/e")
                                else -> respondOk()
                            }
                        }
                    val api = client(engine) { install(HttpRedirect) { allowHttpsDowngrade = true } }

                    api.get("$API/a").status shouldBe HttpStatusCode.OK

                    val (a, b, c, d, e) = engine.requestHistory
                    listOf(a, b, d).map { it.headers[HttpHeaders.Authorization] } shouldBe List(3) { "DPoP token-1" }
                    listOf(a, b, d).map { proof(it)["htu"]?.jsonPrimitive?.content } shouldBe listOf("$API/a", "$API/b", "$API/d")
                    listOf(c, e).forEach {
                        it.headers[HttpHeaders.Authorization] shouldBe null
                        it.headers["DPoP"] shouldBe null
                    }
                }

                test("a 401 of another origin, after a redirect, leads to no other token") {
                    val engine =
                        MockEngine { request ->
                            if (request.url.host == "api.example.com") {
                                redirect("https://evil.example/")
                            } else {
                                respond("", HttpStatusCode.Unauthorized)
                            }
                        }
                    val api = client(engine) { install(HttpRedirect) }

                    api.get(API).status shouldBe HttpStatusCode.Unauthorized

                    engine.requestHistory.map { it.url.host } shouldBe listOf("api.example.com", "evil.example")
                }

                test("HttpRequestRetry sends each attempt with a proof of its own") {
                    var sent = 0
                    val engine = MockEngine { if (++sent < 3) respond("", HttpStatusCode.BadGateway) else respondOk() }
                    val api =
                        client(engine) {
                            install(HttpRequestRetry) {
                                retryOnServerErrors(maxRetries = 3)
                                delayMillis { 0 }
                            }
                        }

                    api.get(API).status shouldBe HttpStatusCode.OK

                    engine.requestHistory.map { proof(it)["jti"] }.also { it.size shouldBe 3 }.shouldBeUnique()
                }

                test("HttpRequestRetry and a refused token") {
                    val engine =
                        MockEngine { request ->
                            if (request.headers[HttpHeaders.Authorization] == "DPoP token-2") {
                                respondOk()
                            } else {
                                respond("", HttpStatusCode.Unauthorized)
                            }
                        }
                    val api = client(engine) { install(HttpRequestRetry) { retryOnServerErrors() } }

                    api.get(API).status shouldBe HttpStatusCode.OK

                    engine.requestHistory.size shouldBe 2
                }
            }
        }

        test("a nonce that the API requires is in the second proof, and in those of later requests") {
            val engine =
                MockEngine { request ->
                    if (proof(request)["nonce"]?.jsonPrimitive?.content == "n-1") {
                        respondOk()
                    } else {
                        respond(
                            "",
                            HttpStatusCode.Unauthorized,
                            headersOf(
                                HttpHeaders.WWWAuthenticate to listOf("""DPoP error="use_dpop_nonce""""),
                                "DPoP-Nonce" to listOf("n-1"),
                            ),
                        )
                    }
                }
            val api = HttpClient(engine) { installTokens() }

            api.get(API).status shouldBe HttpStatusCode.OK
            api.get(API).status shouldBe HttpStatusCode.OK

            engine.requestHistory.size shouldBe 3
            engine.requestHistory.forEach { it.headers[HttpHeaders.Authorization] shouldStartWith "DPoP " }
        }
    })

private fun MockRequestHandleScope.redirect(location: String) =
    respond("", HttpStatusCode.Found, headersOf(HttpHeaders.Location, location))

private fun proof(request: HttpRequestData): JsonObject {
    val payload = checkNotNull(request.headers["DPoP"]).split('.')[1]
    val json = Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT).decode(payload).decodeToString()
    return Json.parseToJsonElement(json).jsonObject
}
