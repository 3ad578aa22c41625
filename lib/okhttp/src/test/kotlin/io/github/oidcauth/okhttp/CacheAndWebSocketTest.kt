// Tests AccessTokenInterceptor.
package io.github.oidcauth.okhttp

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import mockwebserver3.MockResponse
import okhttp3.Cache
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import okhttp3.WebSocket
import okhttp3.WebSocketListener
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

class CacheAndWebSocketTest :
    FunSpec({
        lateinit var api: Api

        beforeTest { api = Api() }

        afterTest { api.close() }

        fun client(cache: Cache? = null) =
            OkHttpClient.Builder().cache(cache).accessTokens(ScriptedTokens(), api.origin).build()

        fun OkHttpClient.text(path: String) =
            newCall(Request.Builder().url(api.url(path)).build()).execute().use { it.body.string() }

        test("a cache of OkHttp keeps responses by URL alone: that of another token is returned") {
            val cache = Cache(tempdir("cache"), 1_000_000)
            api.respond(200, "Cache-Control" to "max-age=60", body = "of T1")

            val first = client(cache)
            first.text("/notes") shouldBe "of T1"
            client(cache).text("/notes") shouldBe "of T1"
            api.requestCount shouldBe 1
        }

        test("with Vary: Authorization each token has responses of its own") {
            val cache = Cache(tempdir("cache"), 1_000_000)
            api.respond(200, "Cache-Control" to "max-age=60", "Vary" to "Authorization", body = "of T1")
            api.refuse()
            api.respond(200, "Cache-Control" to "max-age=60", "Vary" to "Authorization", body = "of T2")

            val client = client(cache)
            client.text("/notes") shouldBe "of T1"
            client.text("/notes") shouldBe "of T1"
            api.requestCount shouldBe 1
            client.text("/other") shouldBe "of T2"
            api.requestCount shouldBe 3
            // The first response was that of the former token.
            api.respond(200, "Vary" to "Authorization", body = "of T2 too")
            client.text("/notes") shouldBe "of T2 too"
        }

        test("the handshake of a WebSocket has the token, and is repeated with another one") {
            val opened = CompletableFuture<String>()
            api.refuse()
            api.server.enqueue(MockResponse.Builder().webSocketUpgrade(object : WebSocketListener() {}).build())

            val client = client()
            val socket =
                client.newWebSocket(
                    Request.Builder().url(api.url("/events")).build(),
                    object : WebSocketListener() {
                        override fun onOpen(
                            webSocket: WebSocket,
                            response: Response,
                        ) {
                            opened.complete("${response.code} ${response.request.header("Authorization")}")
                        }

                        override fun onFailure(
                            webSocket: WebSocket,
                            t: Throwable,
                            response: Response?,
                        ) {
                            opened.completeExceptionally(t)
                        }
                    },
                )
            opened.get(5, TimeUnit.SECONDS) shouldBe "101 null"
            api.tokens(2) shouldBe listOf("Bearer T1", "Bearer T2")
            socket.cancel()
        }
    })
