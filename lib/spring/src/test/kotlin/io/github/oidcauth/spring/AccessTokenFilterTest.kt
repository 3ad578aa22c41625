// Tests AccessTokenFilter, AuthorizedExchange and RecordedBody.
package io.github.oidcauth.spring

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.withTimeout
import org.springframework.core.io.buffer.DataBuffer
import org.springframework.core.io.buffer.DataBufferUtils
import org.springframework.core.io.buffer.DefaultDataBufferFactory
import org.springframework.http.HttpStatusCode
import org.springframework.http.client.MultipartBodyBuilder
import org.springframework.http.client.reactive.JdkClientHttpConnector
import org.springframework.web.reactive.function.BodyInserters
import org.springframework.web.reactive.function.client.ClientRequest
import org.springframework.web.reactive.function.client.ClientResponse
import org.springframework.web.reactive.function.client.ExchangeFilterFunction
import org.springframework.web.reactive.function.client.WebClient
import reactor.core.publisher.Flux
import reactor.core.publisher.Mono
import java.io.ByteArrayInputStream
import java.net.URI
import java.time.Duration
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.seconds

class AccessTokenFilterTest :
    FunSpec({
        fun client(
            api: StubApi,
            tokens: TokenSource = CountedTokens(),
            configure: WebClient.Builder.() -> Unit = {},
        ): WebClient =
            WebClient.builder()
                .clientConnector(JdkClientHttpConnector())
                .baseUrl(api.url)
                .filter(AccessTokenFilter.of(tokens, api.url))
                .apply(configure)
                .build()

        fun <T : Any> Mono<T>.get(): T? = block(Duration.ofSeconds(20))

        fun WebClient.RequestHeadersSpec<*>.text(): String? = retrieve().bodyToMono(String::class.java).get()

        val refusesFirst = { arrived: Arrived -> if (arrived.number == 1) StubApi.unauthorized("no") else Reply() }

        test("a request has the token, and another one after a refusal") {
            StubApi(refusesFirst).use { api ->
                client(api).get().uri("/x").text() shouldBe "hello"
                api.requests.map { it.authorization } shouldBe listOf("Bearer token-1", "Bearer token-2")
            }
        }

        test("nothing is sent to another origin") {
            StubApi().use { api ->
                StubApi().use { other ->
                    client(api).get().uri(other.url + "/x").text() shouldBe "hello"
                    other.requests.single().authorization shouldBe null
                }
            }
        }

        test("the header of a caller stays, and its refusal is returned") {
            StubApi { StubApi.unauthorized() }.use { api ->
                val status = client(api).get().uri("/x").header("Authorization", "Basic abc")
                    .exchangeToMono { Mono.just(it.statusCode().value()) }
                status.get() shouldBe 401
                api.requests.map { it.authorization } shouldBe listOf("Basic abc")
            }
        }

        context("a body in one piece is sent again as it was, with the headers that belong to it") {
            val bodies =
                mapOf<String, (WebClient.RequestBodySpec) -> WebClient.RequestHeadersSpec<*>>(
                    "JSON" to { it.bodyValue(mapOf("a" to 1)) },
                    "text" to { it.bodyValue("text") },
                    "a form" to { it.body(BodyInserters.fromFormData("a", "1")) },
                    "a Mono" to { it.body(Mono.just("text"), String::class.java) },
                    "nothing" to { it },
                )
            for ((name, set) in bodies) {
                test(name) {
                    StubApi(refusesFirst).use { api ->
                        set(client(api).post().uri("/x")).text() shouldBe "hello"
                        api.requests.size shouldBe 2
                        for (header in listOf("content-type", "content-length")) {
                            api.requests.map { it.headers[header] }.distinct().size shouldBe 1
                        }
                        api.requests.map { it.body }.distinct().size shouldBe 1
                    }
                }
            }
        }

        test("a Mono is subscribed to once, since a second subscription may bring another body") {
            StubApi(refusesFirst).use { api ->
                val subscriptions = AtomicInteger()
                val body = Mono.fromCallable { "body ${subscriptions.incrementAndGet()}" }
                client(api).post().uri("/x").body(body, String::class.java).text() shouldBe "hello"
                api.requests.map { it.body } shouldBe listOf("body 1", "body 1")
            }
        }

        context("a streamed body is not sent again, and the refusal is returned") {
            val stream = { DataBufferUtils.readInputStream({ ByteArrayInputStream("streamed".encodeToByteArray()) }, FACTORY, 4) }
            val bodies =
                mapOf<String, (WebClient.RequestBodySpec) -> WebClient.RequestHeadersSpec<*>>(
                    "a stream" to { it.body(BodyInserters.fromDataBuffers(stream())) },
                    "objects" to { it.body(Flux.just("a", "b"), String::class.java) },
                    "parts" to {
                        it.body(BodyInserters.fromMultipartData(MultipartBodyBuilder().apply { part("a", "1") }.build()))
                    },
                )
            for ((name, set) in bodies) {
                test(name) {
                    StubApi(refusesFirst).use { api ->
                        val status = set(client(api).post().uri("/x")).exchangeToMono { Mono.just(it.statusCode().value()) }
                        status.get() shouldBe 401
                        api.requests.single().body shouldNotBe ""
                    }
                }
            }
        }

        test("each subscription is a request of its own") {
            StubApi { if (it.number == 1) Reply(503) else Reply() }.use { api ->
                val mono = client(api).get().uri("/x").retrieve().bodyToMono(String::class.java).retry(1)
                mono.get() shouldBe "hello"
                api.requests.map { it.authorization } shouldBe listOf("Bearer token-1", "Bearer token-1")
            }
        }

        test("the body of a refused response is released before the request is sent again") {
            val released = AtomicInteger()
            val seen = mutableListOf<Int>()
            val filter = AccessTokenFilter.of(CountedTokens(), API)
            val response = filter.filter(request()) {
                seen += released.get()
                Mono.just(if (seen.size == 1) refused(released) else ClientResponse.create(HttpStatusCode.valueOf(200)).build())
            }
            response.get()!!.statusCode().value() shouldBe 200
            seen shouldBe listOf(0, 1)
        }

        test("it is released as well if there is no other token") {
            val released = AtomicInteger()
            val tokens = object : TokenSource {
                override suspend fun token(rejected: Token?): Token =
                    if (rejected == null) Token("one") else throw InvalidConfigException("No other token.")
            }
            val response = AccessTokenFilter.of(tokens, API).filter(request()) { Mono.just(refused(released)) }
            shouldThrow<InvalidConfigException> { response.get() }
            released.get() shouldBe 1
        }

        test("cancelling the subscription cancels the request for a token, and releases the refused response") {
            val released = AtomicInteger()
            val begun = CompletableDeferred<Unit>()
            val cancelled = CompletableDeferred<Unit>()
            val tokens = object : TokenSource {
                override suspend fun token(rejected: Token?): Token {
                    if (rejected == null) return Token("one")
                    begun.complete(Unit)
                    try {
                        awaitCancellation()
                    } finally {
                        cancelled.complete(Unit)
                    }
                }
            }
            val subscription = AccessTokenFilter.of(tokens, API).filter(request()) { Mono.just(refused(released)) }.subscribe()
            withTimeout(20.seconds) { begun.await() }
            subscription.dispose()
            withTimeout(20.seconds) { cancelled.await() }
            eventually(10.seconds) { released.get() shouldBe 1 }
        }

        test("the context of the subscriber reaches the filters after it, for each sending") {
            StubApi(refusesFirst).use { api ->
                val seen = mutableListOf<String>()
                val spy = ExchangeFilterFunction { request, next ->
                    Mono.deferContextual {
                        seen += it.get<String>("trace")
                        next.exchange(request)
                    }
                }
                val mono = client(api) { filter(spy) }.get().uri("/x").retrieve().bodyToMono(String::class.java)
                mono.contextWrite { it.put("trace", "abc") }.get() shouldBe "hello"
                seen shouldBe listOf("abc", "abc")
            }
        }

        test("no thread waits for a token") {
            val gate = CompletableDeferred<Token>()
            val tokens = object : TokenSource {
                override suspend fun token(rejected: Token?): Token = gate.await()
            }
            val filter = AccessTokenFilter.of(tokens, API)
            val before = Thread.activeCount()
            val sent = AtomicInteger()
            val all = Flux.range(0, 500).flatMap({
                filter.filter(request()) {
                    sent.incrementAndGet()
                    Mono.just(ClientResponse.create(HttpStatusCode.valueOf(200)).build())
                }
            }, 500)
            val future = all.count().toFuture()
            Thread.activeCount() - before shouldBeLessThan 50
            sent.get() shouldBe 0
            gate.complete(Token("one"))
            future.get(20, TimeUnit.SECONDS) shouldBe 500
        }

        test("the caller sees why there is no token") {
            StubApi().use { api ->
                shouldThrow<InvalidConfigException> { client(api, FailingTokens).get().uri("/x").text() }
                api.requests.shouldBeEmpty()
            }
        }

        test("no secret is shown") {
            "${AccessTokenFilter.of(TokenSource.of("secret"), API)}" shouldBe "AccessTokenFilter(origins=[$API])"
        }
    })

private const val API = "https://api.example.com"
private val FACTORY = DefaultDataBufferFactory()

private fun request(): ClientRequest =
    ClientRequest.create(org.springframework.http.HttpMethod.GET, URI("$API/x")).build()

/** A refused response whose body counts in [released] that it was read and dropped. */
private fun refused(released: AtomicInteger): ClientResponse {
    val body: Flux<DataBuffer> = Flux.just<DataBuffer>(FACTORY.wrap("no".encodeToByteArray())).doOnComplete {
        released.incrementAndGet()
    }
    return ClientResponse.create(HttpStatusCode.valueOf(401)).body(body).build()
}
