package io.github.oidcauth.spring

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import org.springframework.core.io.ByteArrayResource
import org.springframework.http.HttpMethod
import org.springframework.http.HttpStatusCode
import org.springframework.http.MediaType
import org.springframework.http.client.ClientHttpRequestInterceptor
import org.springframework.http.client.JdkClientHttpRequestFactory
import org.springframework.mock.http.client.MockClientHttpRequest
import org.springframework.mock.http.client.MockClientHttpResponse
import org.springframework.util.LinkedMultiValueMap
import org.springframework.web.client.RestClient
import org.springframework.web.client.RestTemplate
import org.springframework.web.client.body
import org.springframework.web.client.getForObject

class AccessTokenInterceptorTest :
    FunSpec({
        fun client(
            api: StubApi,
            tokens: TokenSource = CountedTokens(),
            configure: RestClient.Builder.() -> Unit = {},
        ): RestClient =
            RestClient.builder()
                .requestFactory(JdkClientHttpRequestFactory())
                .baseUrl(api.url)
                .requestInterceptor(AccessTokenInterceptor.of(tokens, api.url))
                .apply(configure)
                .build()

        val refusesFirst = { arrived: Arrived -> if (arrived.number == 1) StubApi.unauthorized("no") else Reply() }

        test("RestClient sends the token") {
            StubApi().use { api ->
                client(api).get().uri("/x").retrieve().body<String>() shouldBe "hello"
                api.requests.single().authorization shouldBe "Bearer token-1"
            }
        }

        test("RestTemplate sends it too, and another one after a refusal") {
            StubApi(refusesFirst).use { api ->
                val template = RestTemplate(JdkClientHttpRequestFactory())
                template.interceptors = listOf(AccessTokenInterceptor.of(CountedTokens(), api.url))
                template.getForObject<String>("${api.url}/x") shouldBe "hello"
                api.requests.map { it.authorization } shouldBe listOf("Bearer token-1", "Bearer token-2")
            }
        }

        test("nothing is sent to another origin") {
            StubApi().use { api ->
                StubApi().use { other ->
                    client(api).get().uri(other.url + "/x").retrieve().body<String>()
                    other.requests.single().authorization shouldBe null
                }
            }
        }

        test("a form is sent again as it was") {
            StubApi(refusesFirst).use { api ->
                val form = LinkedMultiValueMap(mapOf("a" to listOf("1")))
                client(api).post().uri("/x").contentType(MediaType.APPLICATION_FORM_URLENCODED).body(form).retrieve()
                    .body<String>() shouldBe "hello"
                api.requests.map { it.body } shouldBe listOf("a=1", "a=1")
                api.requests.map { it.header("content-type") }.distinct().size shouldBe 1
            }
        }

        test("a multipart body is sent again as it was, with its boundary") {
            StubApi(refusesFirst).use { api ->
                val parts = LinkedMultiValueMap<String, Any>()
                parts.add("file", ByteArrayResource("content".encodeToByteArray()))
                client(api).post().uri("/x").contentType(MediaType.MULTIPART_FORM_DATA).body(parts).retrieve().toBodilessEntity()
                api.requests.map { it.body }.distinct().size shouldBe 1
                api.requests.map { it.header("content-type") }.distinct().size shouldBe 1
                api.requests.size shouldBe 2
            }
        }

        test("a body that the caller streams is kept, and sent again") {
            StubApi(refusesFirst).use { api ->
                client(api).post().uri("/x").body { it.write("piece".encodeToByteArray()) }.retrieve().toBodilessEntity()
                api.requests.map { it.body } shouldBe listOf("piece", "piece")
            }
        }

        test("a handler of errors sees the last response alone") {
            StubApi { StubApi.unauthorized("number ${it.number}") }.use { api ->
                val seen = mutableListOf<String>()
                val client =
                    client(api) {
                        defaultStatusHandler(HttpStatusCode::isError) { _, response ->
                            seen += response.body.readBytes().decodeToString()
                        }
                    }
                client.get().uri("/x").retrieve().toBodilessEntity()
                seen shouldBe listOf("number 2")
            }
        }

        test("the header of a caller stays, and its refusal is returned") {
            StubApi { StubApi.unauthorized() }.use { api ->
                val response = client(api).get().uri("/x").header("Authorization", "Basic abc").exchange {
                    _,
                    it,
                    ->
                    it.statusCode
                }
                response!!.value() shouldBe 401
                api.requests.map { it.authorization } shouldBe listOf("Basic abc")
            }
        }

        test("an interceptor before it that sends a request twice gets a fresh token for the second") {
            StubApi { if (it.number <= 2) Reply(503) else Reply() }.use { api ->
                val tokens = FreshTokens()
                val again = ClientHttpRequestInterceptor { request, body, execution ->
                    var response = execution.execute(request, body)
                    while (response.statusCode.value() == 503) {
                        response.close()
                        response = execution.execute(request, body)
                    }
                    response
                }
                client(api, tokens) { requestInterceptors { it.add(0, again) } }.get().uri("/x").retrieve().body<String>()
                api.requests.map { it.authorization } shouldBe listOf("Bearer fresh-1", "Bearer fresh-2", "Bearer fresh-3")
            }
        }

        test("an interceptor after it is called for each sending") {
            StubApi(refusesFirst).use { api ->
                val seen = mutableListOf<String?>()
                client(api) {
                    requestInterceptor { request, body, execution ->
                        seen += request.headers.getFirst("Authorization")
                        execution.execute(request, body)
                    }
                }.get().uri("/x").retrieve().body<String>()
                seen shouldBe listOf("Bearer token-1", "Bearer token-2")
            }
        }

        test("a refused response is closed before the next request, and one whose token cannot be replaced too") {
            val request = MockClientHttpRequest(HttpMethod.GET, "https://api.example.com/x")
            val responses = mutableListOf<ClosedResponse>()
            val refused = {
                responses.forEach { it.isClosed shouldBe true }
                ClosedResponse().also { responses += it }
            }
            AccessTokenInterceptor.of(CountedTokens(), "https://api.example.com").intercept(request, ByteArray(0)) { _, _ ->
                refused()
            }
            responses.map { it.isClosed } shouldBe listOf(true, false)
            responses.clear()
            shouldThrow<InvalidConfigException> {
                AccessTokenInterceptor.of(OneToken(), "https://api.example.com").intercept(request, ByteArray(0)) { _, _ ->
                    refused()
                }
            }
            responses.map { it.isClosed } shouldBe listOf(true)
            request.headers.headerNames().shouldBeEmpty()
        }

        test("the caller sees why there is no token") {
            StubApi().use { api ->
                shouldThrow<InvalidConfigException> { client(api, FailingTokens).get().uri("/x").retrieve().body<String>() }
                api.requests.shouldBeEmpty()
            }
        }

        test("no secret is shown") {
            val interceptor = AccessTokenInterceptor.of(TokenSource.of("secret"), "https://api.example.com")
            "$interceptor" shouldNotContain "secret"
            "$interceptor" shouldBe "AccessTokenInterceptor(origins=[https://api.example.com])"
        }
    })

private class ClosedResponse : MockClientHttpResponse(ByteArray(0), HttpStatusCode.valueOf(401)) {
    var isClosed = false
        private set

    override fun close() {
        isClosed = true
        super.close()
    }
}

private class FreshTokens : TokenSource {
    private var count = 0

    override suspend fun token(rejected: Token?): Token = Token("fresh-${++count}")
}

private class OneToken : TokenSource {
    override suspend fun token(rejected: Token?): Token =
        if (rejected == null) Token("one") else throw InvalidConfigException("No other token.")
}

internal object FailingTokens : TokenSource {
    override suspend fun token(rejected: Token?): Token = throw InvalidConfigException("There is no token.")
}
