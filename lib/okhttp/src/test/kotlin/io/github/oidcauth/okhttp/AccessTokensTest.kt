// Tests AccessTokenInterceptor, AccessTokens and CallAuthorization.
package io.github.oidcauth.okhttp

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.http.TokenUnavailableException
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.OAuth2Client
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import okhttp3.Authenticator
import okhttp3.MediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.RequestBody.Companion.toRequestBody
import okio.BufferedSink

internal fun OkHttpClient.get(url: String): Int = newCall(Request.Builder().url(url).build()).execute().use { it.code }

/** A body that can be sent only once, as one that is read from a stream. */
internal class StreamedBody(
    private val text: String,
) : RequestBody() {
    override fun contentType(): MediaType? = null

    override fun isOneShot(): Boolean = true

    override fun writeTo(sink: BufferedSink) {
        sink.writeUtf8(text)
    }
}

class AccessTokensTest :
    FunSpec({
        lateinit var api: Api
        lateinit var other: Api

        beforeTest {
            api = Api()
            other = Api()
        }

        afterTest { listOf(api, other).forEach(Api::close) }

        fun client(tokens: ScriptedTokens = ScriptedTokens()) =
            OkHttpClient.Builder().accessTokens(tokens, api.origin).build()

        test("a request for a token has no token, though it is sent by the same client") {
            lateinit var source: TokenSource
            val later = object : TokenSource {
                override suspend fun token(rejected: Token?): Token = source.token(rejected)
            }
            val client = OkHttpClient.Builder().accessTokens(later, api.origin).build()
            val config = ClientConfig.builder("my-client").authentication(ClientSecretPost("secret")).httpClient(client).build()
            source = OAuth2Client(api.url("/token"), config).tokenSource(ClientCredentialsGrant("read"))
            val token = """{"access_token": "T1", "token_type": "Bearer"}"""
            api.respond(200, "Content-Type" to "application/json", body = token)
            api.respond()

            client.get(api.url("/notes")) shouldBe 200
            api.tokens(2) shouldBe listOf(null, "Bearer T1")
        }

        test("the token is sent to the origin, and nowhere else") {
            val client = client()
            api.respond()
            other.respond()

            client.get(api.url("/notes")) shouldBe 200
            client.get(other.url("/notes")) shouldBe 200
            api.tokens(1) shouldBe listOf("Bearer T1")
            other.tokens(1) shouldBe listOf(null)
        }

        test("origins are required, and http is for this machine") {
            shouldThrow<InvalidConfigException> { OkHttpClient.Builder().accessTokens(ScriptedTokens()) }
            shouldThrow<InvalidConfigException> {
                OkHttpClient.Builder().accessTokens(ScriptedTokens(), "http://api.example.com")
            }
        }

        test("a refused token is renewed once, and the body is sent again") {
            val tokens = ScriptedTokens()
            api.refuse()
            api.respond(201)
            val post = Request.Builder().url(api.url("/notes")).post("hello".toRequestBody()).build()

            client(tokens).newCall(post).execute().use { it.code shouldBe 201 }
            val sent = List(2) { api.request() }
            sent.map { it.headers["Authorization"] } shouldBe listOf("Bearer T1", "Bearer T2")
            sent.map { it.body?.utf8() } shouldBe listOf("hello", "hello")
            tokens.renewals.get() shouldBe 1
        }

        for (challenge in listOf(null, "Bearer", INVALID_TOKEN)) {
            test("a server that always refuses, with the challenge $challenge, is asked twice") {
                repeat(3) { api.refuse(challenge) }

                client().get(api.url("/notes")) shouldBe 401
                api.requestCount shouldBe 2
                api.tokens(2) shouldBe listOf("Bearer T1", "Bearer T2")
            }
        }

        test("a body that can be sent once is not sent again, and the response is the server's") {
            api.refuse()
            val post = Request.Builder().url(api.url("/notes")).post(StreamedBody("once")).build()

            client().newCall(post).execute().use { it.code shouldBe 401 }
            api.requestCount shouldBe 1
            api.request().body?.utf8() shouldBe "once"
        }

        test("the first response is closed before the second request: one connection serves both") {
            val client = client()
            api.respond(401, "WWW-Authenticate" to INVALID_TOKEN, body = "Try again.")
            api.respond(body = "Hello")

            client.newCall(Request.Builder().url(api.url("/notes")).build()).execute().use { it.body.string() shouldBe "Hello" }
            api.request().connectionIndex shouldBe api.request().connectionIndex
            client.connectionPool.connectionCount() shouldBe client.connectionPool.idleConnectionCount()
        }

        test("the header of a caller is left alone, and so is the refusal of its token") {
            api.refuse()
            val request = Request.Builder().url(api.url("/notes")).header("Authorization", "Basic abc").build()

            client().newCall(request).execute().use { it.code shouldBe 401 }
            api.requestCount shouldBe 1
            api.tokens(1) shouldBe listOf("Basic abc")
        }

        test("an authenticator of the program is asked first, and what it sends is left alone") {
            val basic = Authenticator { _, response ->
                response.request.newBuilder().header("Authorization", "Basic abc").build().takeIf {
                    response.priorResponse == null
                }
            }
            val client = OkHttpClient.Builder().authenticator(basic).accessTokens(ScriptedTokens(), api.origin).build()
            repeat(2) { api.refuse("Basic realm=\"notes\"") }

            client.get(api.url("/notes")) shouldBe 401
            api.requestCount shouldBe 2
            api.tokens(2) shouldBe listOf("Bearer T1", "Basic abc")
        }

        test("two sources for two origins serve one client") {
            val client =
                OkHttpClient.Builder()
                    .accessTokens(ScriptedTokens(), api.origin)
                    .accessTokens(ScriptedTokens(), other.origin)
                    .build()
            for (server in listOf(api, other)) {
                server.refuse()
                server.respond()
                client.get(server.url("/notes")) shouldBe 200
                server.tokens(2) shouldBe listOf("Bearer T1", "Bearer T2")
            }
        }

        test("an interceptor that is added before sees each call once, one that is added later each sending") {
            val seen = mutableListOf<String>()
            val client =
                OkHttpClient.Builder()
                    .addInterceptor {
                        seen += "before ${it.request().header("Authorization")}"
                        it.proceed(it.request())
                    }
                    .accessTokens(ScriptedTokens(), api.origin)
                    .addInterceptor {
                        seen += "after ${it.request().header("Authorization")}"
                        it.proceed(it.request())
                    }
                    .build()
            api.refuse()
            api.respond()

            client.get(api.url("/notes")) shouldBe 200
            seen shouldBe listOf("before null", "after Bearer T1", "after Bearer T2")
            api.tokens(2)
        }

        test("an interceptor that leads the request to another host takes no token along") {
            val client =
                OkHttpClient.Builder()
                    .accessTokens(ScriptedTokens(), api.origin)
                    .addInterceptor { it.proceed(it.request().newBuilder().url(other.url("/notes")).build()) }
                    .build()
            other.respond()

            client.get(api.url("/notes")) shouldBe 200
            other.tokens(1) shouldBe listOf(null)
        }

        test("a call fails with an exception whose cause names the reason") {
            val client = OkHttpClient.Builder().accessTokens(FailingTokens(), api.origin).build()

            val error = shouldThrow<TokenUnavailableException> { client.get(api.url("/notes")) }
            error.cause.shouldBeInstanceOf<InvalidGrantException>()
            api.requestCount shouldBe 0
        }

        test("the request of the response has no token, so that it can be sent again, and nothing prints one") {
            val client = client()
            api.respond()
            api.respond()

            val response = client.newCall(Request.Builder().url(api.url("/notes")).tag(String::class, "mine").build()).execute()
            response.use { it.request.header("Authorization") shouldBe null }
            response.request.tag(String::class) shouldBe "mine"
            client.newCall(response.request).execute().close()
            api.tokens(2) shouldBe listOf("Bearer T1", "Bearer T1")
            client.interceptors.toString() shouldNotContain "T1"
        }

        test("an interceptor names its origins") {
            AccessTokenInterceptor(RequestAuthorizer.of(ScriptedTokens(), "https://api.example.com")).toString() shouldBe
                "AccessTokenInterceptor(RequestAuthorizer(origins=[https://api.example.com]))"
        }
    })
