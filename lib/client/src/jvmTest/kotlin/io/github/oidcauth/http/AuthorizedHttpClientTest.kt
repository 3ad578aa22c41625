// Tests AuthorizedResponse, AuthorizedWebSocketBuilder, DiscardingSubscriber, JdkExchange, ReceivedBody and RepeatableBodies.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.requests.DiscardingSubscriber
import io.github.oidcauth.internal.requests.RepeatableBodies
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.OAuth2Client
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withTimeout
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import okhttp3.Response
import okhttp3.WebSocketListener
import java.net.Authenticator
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandler
import java.net.http.HttpResponse.BodyHandlers
import java.net.http.WebSocket
import java.net.http.WebSocketHandshakeException
import java.nio.ByteBuffer
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionException
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.Flow
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.seconds

private const val WAIT = 20L

class AuthorizedHttpClientTest :
    FunSpec({
        val tokens = ContractTokens()
        val api = autoClose(ResourceServer(tokens, isApi = true))
        val plain = HttpClient.newHttpClient()
        val client = AuthorizedHttpClient.of(plain, tokens, api.origin)

        fun request(
            path: String,
            configure: HttpRequest.Builder.() -> Unit = {},
        ): HttpRequest = HttpRequest.newBuilder(URI(api.origin + path)).apply(configure).build()

        test("a client that follows redirects is refused, with advice") {
            HttpClient.Redirect.entries.filter { it != HttpClient.Redirect.NEVER }.forEach { redirect ->
                val following = HttpClient.newBuilder().followRedirects(redirect).build()
                shouldThrow<InvalidConfigException> { AuthorizedHttpClient.of(following, tokens, api.origin) }
                    .message shouldContain "followRedirects(HttpClient.Redirect.NEVER)"
            }
        }

        test("a request for a token has no token, though it is sent by the same client") {
            MockWebServer().use { server ->
                server.start()
                server.enqueue(
                    MockResponse
                        .Builder()
                        .addHeader("Content-Type", "application/json")
                        .body("""{"access_token": "T1", "token_type": "Bearer"}""")
                        .build(),
                )
                server.enqueue(MockResponse())
                val origin = server.url("/").toString()
                lateinit var source: TokenSource
                val later = object : TokenSource {
                    override suspend fun token(rejected: Token?): Token = source.token(rejected)
                }
                val shared = AuthorizedHttpClient.of(plain, later, origin)
                val config = ClientConfig.builder(
                    "my-client",
                ).authentication(ClientSecretPost("secret")).httpClient(shared).build()
                source = OAuth2Client(origin + "token", config).tokenSource(ClientCredentialsGrant("read"))

                shared.send(HttpRequest.newBuilder(URI(origin)).build(), BodyHandlers.discarding()).statusCode() shouldBe 200
                server.takeRequest().headers["Authorization"] shouldBe null
                server.takeRequest().headers["Authorization"] shouldBe "Bearer T1"
            }
        }

        test("a client with an authenticator is refused where Java would remove the token") {
            val own = HttpClient.newBuilder().authenticator(object : Authenticator() {}).build()
            if (Runtime.version().feature() < 24) {
                shouldThrow<InvalidConfigException> { AuthorizedHttpClient.of(own, tokens, api.origin) }
                    .message shouldContain "Build the client without it"
            } else {
                tokens.revoke()
                AuthorizedHttpClient.of(own, tokens, api.origin)
                    .send(request("/authenticator"), BodyHandlers.ofString()).statusCode() shouldBe 200
            }
        }

        test("everything else is as the client has it") {
            val executor = Executors.newSingleThreadExecutor()
            val own = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor)
                .connectTimeout(java.time.Duration.ofSeconds(3)).build()
            val authorized = AuthorizedHttpClient.of(own, tokens, api.origin)
            authorized.executor().get() shouldBeSameInstanceAs executor
            authorized.connectTimeout() shouldBe own.connectTimeout()
            authorized.version() shouldBe own.version()
            authorized.sslContext() shouldBeSameInstanceAs own.sslContext()
            authorized.sslParameters().protocols shouldBe own.sslParameters().protocols
            authorized.followRedirects() shouldBe HttpClient.Redirect.NEVER
            listOf(authorized.cookieHandler(), authorized.proxy(), authorized.authenticator()).forEach {
                it.isEmpty shouldBe true
            }
            authorized.send(request("/executor"), BodyHandlers.ofString()).statusCode() shouldBe 200
            authorized.sendAsync(request("/executor"), BodyHandlers.ofString()).await().statusCode() shouldBe 200
            executor.shutdownNow()
        }

        test("the handler of the program is called for the final response alone") {
            tokens.revoke()
            val statuses = CopyOnWriteArrayList<Int>()
            val handler = BodyHandler { info ->
                statuses += info.statusCode()
                BodyHandlers.ofString().apply(info)
            }
            client.send(request("/handler"), handler).body() shouldBe "hello"
            tokens.revoke()
            client.sendAsync(request("/handler"), handler).await().body() shouldBe "hello"
            statuses shouldBe listOf(200, 200)
        }

        test("the body of a refusal that is returned is read by the handler of the program") {
            api.on("/forbidden") { ResourceReply(403, body = ByteArray(3_000_000) { 'x'.code.toByte() }) }
            client.send(request("/forbidden"), BodyHandlers.ofString()).body().length shouldBe 3_000_000
            client.sendAsync(request("/forbidden"), BodyHandlers.ofString()).await().body().length shouldBe 3_000_000
            client.send(request("/forbidden"), BodyHandlers.discarding()).body() shouldBe null
        }

        test("the request of the response is that of the program, without the token") {
            val request = request("/request") { header("X-Own", "1") }
            val response = client.send(request, BodyHandlers.ofString())
            response.request() shouldBeSameInstanceAs request
            "$response ${response.request().headers().map()}" shouldNotContain ContractTokens.SECRET
            response.uri() shouldBe request.uri()
            response.previousResponse().isEmpty shouldBe true
            response.sslSession().isEmpty shouldBe true
            response.version() shouldBe HttpClient.Version.HTTP_1_1
            api.requestsTo("/request").single().header("x-own") shouldBe "1"
        }

        test("bodies that come the same a second time are known") {
            val file = tempfile()
            file.writeText("text")

            fun isRepeatable(body: HttpRequest.BodyPublisher) = RepeatableBodies.isRepeatable(request("/") { POST(body) })
            RepeatableBodies.isRepeatable(request("/")) shouldBe true
            isRepeatable(BodyPublishers.noBody()) shouldBe true
            isRepeatable(BodyPublishers.ofString("x")) shouldBe true
            isRepeatable(BodyPublishers.ofByteArray(byteArrayOf(1))) shouldBe true
            isRepeatable(BodyPublishers.ofFile(file.toPath())) shouldBe true
            isRepeatable(BodyPublishers.ofInputStream { "x".byteInputStream() }) shouldBe false
            isRepeatable(BodyPublishers.fromPublisher(BodyPublishers.ofString("x"))) shouldBe false
            isRepeatable(BodyPublishers.ofByteArrays(listOf(byteArrayOf(1)))) shouldBe false
        }

        test("a stream that is empty the second time is not sent for the whole body") {
            tokens.revoke()
            val stream = "once".byteInputStream()
            val upload = request("/upload") { POST(BodyPublishers.ofInputStream { stream }) }
            client.send(upload, BodyHandlers.ofString()).statusCode() shouldBe 401
            api.requestsTo("/upload").map { it.body.decodeToString() } shouldBe listOf("once")
        }

        test("cancelling the future cancels the request for a token, and nothing is sent") {
            val slow = ContractTokens().apply { gate = CompletableDeferred() }
            val future = AuthorizedHttpClient.of(
                plain,
                slow,
                api.origin,
            ).sendAsync(request("/cancelled"), BodyHandlers.ofString())
            slow.asked.await()
            future.cancel(true) shouldBe true
            slow.gate?.complete(Unit)
            shouldThrow<java.util.concurrent.CancellationException> { future.join() }
            api.requestsTo("/cancelled").shouldBeEmpty()
        }

        test("cancelling the future ends a call to which the API does not respond") {
            val hasArrived = CountDownLatch(1)
            val isOver = CountDownLatch(1)
            api.on("/silent") {
                hasArrived.countDown()
                isOver.await(WAIT, TimeUnit.SECONDS)
                ResourceReply.ok()
            }
            val future = client.sendAsync(request("/silent"), BodyHandlers.ofString())
            hasArrived.await(WAIT, TimeUnit.SECONDS) shouldBe true
            future.cancel(true) shouldBe true
            shouldThrow<java.util.concurrent.CancellationException> { future.join() }
            isOver.countDown()
        }

        test("an interrupt of send is the JDK's exception, while a token is obtained too") {
            val slow = ContractTokens().apply { gate = CompletableDeferred() }
            val authorized = AuthorizedHttpClient.of(plain, slow, api.origin)
            val thrown = CompletableFuture<Throwable>()
            val isInterrupted = AtomicReference<Boolean>()
            val caller = thread {
                try {
                    authorized.send(request("/interrupted"), BodyHandlers.ofString())
                } catch (e: InterruptedException) {
                    isInterrupted.set(Thread.currentThread().isInterrupted)
                    thrown.complete(e)
                }
            }
            slow.asked.await()
            caller.interrupt()
            withTimeout(WAIT.seconds) { thrown.await() }.shouldBeInstanceOf<InterruptedException>()
            isInterrupted.get() shouldBe false
            api.requestsTo("/interrupted").shouldBeEmpty()
        }

        test("a source that fails is an IOException with the reason") {
            val failing = ContractTokens().apply { failure = InvalidConfigException("There is no user.") }
            val authorized = AuthorizedHttpClient.of(plain, failing, api.origin)
            val thrown = shouldThrow<TokenUnavailableException> { authorized.send(request("/"), BodyHandlers.ofString()) }
            thrown.message shouldBe "There is no user."
            thrown.cause shouldBeSameInstanceAs failing.failure
            val future = authorized.sendAsync(request("/"), BodyHandlers.ofString())
            shouldThrow<CompletionException> { future.join() }.cause.shouldBeInstanceOf<TokenUnavailableException>()
        }

        test("a body without an end is broken off when it is to be forgotten") {
            val asked = mutableListOf<Long>()
            var isCancelled = false
            val subscriber = DiscardingSubscriber(limit = 10)
            subscriber.onSubscribe(
                object : Flow.Subscription {
                    override fun request(n: Long) {
                        asked += n
                    }

                    override fun cancel() {
                        isCancelled = true
                    }
                },
            )
            subscriber.onNext(listOf(ByteBuffer.allocate(4), ByteBuffer.allocate(6)))
            isCancelled shouldBe false
            subscriber.onNext(listOf(ByteBuffer.allocate(1)))
            isCancelled shouldBe true
            asked shouldBe listOf(1L, 1L)
        }

        test("a push handler is passed on, and the request that it sees has no token") {
            client.send(request("/push"), BodyHandlers.discarding()).statusCode() shouldBe 200
            tokens.revoke()
            val response = client.sendAsync(request("/push"), BodyHandlers.ofString()) { _, _, _ -> }.await()
            response.body() shouldBe "hello"
            client.sendAsync(request("/push"), BodyHandlers.ofString(), null).await().body() shouldBe "hello"
        }

        test("the handshake of a WebSocket has a token, and is repeated with another one") {
            val server = autoClose(MockWebServer())
            server.enqueue(MockResponse.Builder().code(401).addHeader("WWW-Authenticate", ResourceServer.INVALID_TOKEN).build())
            server.enqueue(
                MockResponse.Builder().webSocketUpgrade(
                    object : WebSocketListener() {
                        override fun onOpen(
                            webSocket: okhttp3.WebSocket,
                            response: Response,
                        ) {
                            webSocket.send("hello")
                        }
                    },
                ).build(),
            )
            server.start()
            val numbered = ContractTokens()
            val address = "${server.hostName}:${server.port}"
            val sockets = AuthorizedHttpClient.of(plain, numbered, "http://$address")
            val text = CompletableFuture<String>()
            val listener = object : WebSocket.Listener {
                override fun onText(
                    webSocket: WebSocket,
                    data: CharSequence,
                    last: Boolean,
                ) = null.also { text.complete(data.toString()) }
            }
            val builder = sockets.newWebSocketBuilder().header("X-Own", "1").connectTimeout(java.time.Duration.ofSeconds(WAIT))
            val socket = builder.buildAsync(URI("ws://$address/chat"), listener).get(WAIT, TimeUnit.SECONDS)
            text.get(WAIT, TimeUnit.SECONDS) shouldBe "hello"
            socket.abort()
            List(2) { server.takeRequest() }.map { it.headers["Authorization"] to it.headers["X-Own"] } shouldBe
                listOf("Bearer ${ContractTokens.textOf(1)}" to "1", "Bearer ${ContractTokens.textOf(2)}" to "1")
            "$builder" shouldNotContain ContractTokens.SECRET
        }

        test("a WebSocket elsewhere, or with an authorization of its own, gets no token") {
            val other = autoClose(ResourceServer(tokens, isApi = false))
            val listener = object : WebSocket.Listener {}
            shouldThrow<java.util.concurrent.ExecutionException> {
                client.newWebSocketBuilder().buildAsync(
                    URI("ws://127.0.0.1:${other.port}/"),
                    listener,
                ).get(WAIT, TimeUnit.SECONDS)
            }.cause.shouldBeInstanceOf<WebSocketHandshakeException>()
            shouldThrow<java.util.concurrent.ExecutionException> {
                client.newWebSocketBuilder().header("authorization", "Basic b3duOm93bg==")
                    .buildAsync(URI("ws://127.0.0.1:${api.port}/own"), listener).get(WAIT, TimeUnit.SECONDS)
            }
            other.requests.single().authorization shouldBe null
            api.requestsTo("/own").single().authorization shouldBe "Basic b3duOm93bg=="
        }

        afterTest { withClue("faults that the API has seen") { api.faults.shouldBeEmpty() } }
    })
