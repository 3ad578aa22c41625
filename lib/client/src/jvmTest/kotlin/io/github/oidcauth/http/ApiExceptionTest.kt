// Tests ApiErrors and ApiResult.
package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.java.BlockingTokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf

private const val SECRET = "2YotnFZFEjr1zCsicMWpAA"

class ApiExceptionTest :
    FunSpec({
        suspend fun failure(
            status: Int,
            body: String = "",
            vararg headers: Pair<String, String>,
        ): ApiException {
            val engine =
                MockEngine {
                    respond(
                        body,
                        HttpStatusCode.fromValue(status),
                        headersOf(
                            *headers.map {
                                it.first to listOf(it.second)
                            }.toTypedArray(),
                        ),
                    )
                }
            val client =
                ApiClient("https://api.example.com/v1") {
                    httpClient = HttpClient(engine)
                    cookie("session", "secret-session")
                }
            return shouldThrow<ApiException> {
                client.get("users/1?secret=query") {
                    header("X-Api-Key", "secret-api-key").header("Authorization", "Bearer $SECRET")
                }
            }
        }

        test("it has status, headers and body of the response") {
            val e = failure(404, "missing", "X-Request" to "12")

            e.statusCode shouldBe 404
            e.headers shouldBe mapOf("x-request" to listOf("12"))
            e.body shouldBe "missing"
            e.detail shouldBe "missing"
            e.cause shouldBe null
        }

        test("the message names request and status, what the API says, and what to do, without the query") {
            failure(404).message shouldBe
                "GET https://api.example.com/v1/users/1 failed with status 404. Check the path, and the URL of the client."
            failure(400, """{"message":"No such field."}""").message shouldContain "The API says: No such field."
            failure(503).message shouldContain "Try again later."
            failure(429).message shouldContain "too many requests"
            failure(401).message shouldContain "requires a token"
            failure(403).message shouldContain "may not do that"
        }

        listOf(TokenSource.of("t"), BlockingTokenSource.of("t"), BlockingTokenSource.of("t").async()).forEach { tokens ->
            test("the refusal of a token that nobody can renew has body and cause: ${tokens::class.simpleName}") {
                val challenge = headersOf("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"revoked\"")
                val refusals = mutableListOf<OAuthException>()
                val client =
                    ApiClient("https://api.example.com") {
                        authorizer = RequestAuthorizer(tokens, "https://api.example.com") { onRefusal { refusals += it } }
                        httpClient = HttpClient(MockEngine { respond("gone", HttpStatusCode.Unauthorized, challenge) })
                    }
                repeat(2) {
                    val e = shouldThrow<ApiException> { client.get() }
                    e.statusCode shouldBe 401
                    e.body shouldBe "gone"
                    e.cause.shouldBeInstanceOf<InvalidTokenException>()
                }
                refusals.map { it::class } shouldBe List(2) { InvalidTokenException::class }
            }
        }

        test("399 is no error, and 400 is") {
            val engine = MockEngine { respond("", HttpStatusCode.fromValue(if (it.url.encodedPath == "/a") 399 else 400)) }
            val client = ApiClient("https://api.example.com") { httpClient = HttpClient(engine) }

            client.get("a").statusCode shouldBe 399
            shouldThrow<ApiException> { client.get("b") }
        }

        test("a challenge is the cause, with the scope that is needed") {
            val scope = "Bearer error=\"insufficient_scope\", scope=\"users:read users:write\""
            val e = failure(403, "", "WWW-Authenticate" to scope)

            e.cause.shouldBeInstanceOf<InsufficientScopeException>().scope shouldBe "users:read users:write"
            e.message shouldContain "It requires the scope \"users:read users:write\"."
            failure(
                401,
                "",
                "WWW-Authenticate" to "DPoP error=\"invalid_token\"",
            ).cause.shouldBeInstanceOf<InvalidTokenException>()
        }

        test("an error code in the body of an API, or a challenge of another scheme or status, is no cause") {
            val json = """{"error":"invalid_grant"}"""
            val basic = "WWW-Authenticate" to "Basic realm=\"x\""
            val bearer = "WWW-Authenticate" to "Bearer error=\"invalid_token\""

            listOf<OAuthException?>(
                failure(401, json, basic).cause,
                failure(401, json).cause,
                failure(400, json, bearer).cause,
            ) shouldBe
                listOf(null, null, null)
        }

        test("secrets of the request that the API repeats are in neither message nor detail") {
            val echo = """{"message":"bad $SECRET, secret-session, secret-api-key","input":"$SECRET"}"""
            val challenge = "Bearer error=\"invalid_token\", error_description=\"$SECRET\""
            val failures =
                listOf(failure(400, echo), failure(400, "bad $SECRET"), failure(401, echo, "WWW-Authenticate" to challenge))
            failures.forEach { e ->
                generateSequence<Throwable>(e) { it.cause }.forEach { cause ->
                    "$cause" shouldNotContain SECRET
                    "$cause" shouldNotContain "secret-"
                    "$cause" shouldNotContain "secret=query"
                }
                e.detail.orEmpty() shouldNotContain SECRET
                e.detail.orEmpty() shouldNotContain "secret-"
            }
        }

        test("a body is kept up to its limit") {
            failure(500, "x".repeat(65_536)).body.length shouldBe 65_536
            failure(500, "x".repeat(65_537)).body.length shouldBe 65_536
        }

        test("tests of a program can make one") {
            val e = ApiException("Mine.", 418, "tea")

            listOf(e.message, e.statusCode, e.body, e.headers) shouldBe listOf("Mine.", 418, "tea", emptyMap<String, String>())
        }
    })
