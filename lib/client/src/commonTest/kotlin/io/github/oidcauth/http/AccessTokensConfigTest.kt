package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respondOk
import io.ktor.client.request.get
import io.ktor.http.HttpHeaders

private const val API = "https://api.example.com"
private const val OTHER = "https://other.example.com"

class AccessTokensConfigTest :
    FunSpec({
        val alice = TokenSource.of("alice")
        val bob = TokenSource.of("bob")

        suspend fun authorizationsAt(
            client: HttpClient,
            engine: MockEngine,
        ): List<String?> {
            client.get("$API/a")
            client.get("$OTHER/a")
            return engine.requestHistory.takeLast(2).map { it.headers[HttpHeaders.Authorization] }
        }

        fun client(
            engine: MockEngine,
            configure: AccessTokensConfig.() -> Unit,
        ) = HttpClient(engine) { install(AccessTokens, configure) }

        val engine = MockEngine { respondOk() }

        test("tokens go to the origins that are named, an authorizer has its own") {
            val byTokens = client(engine) {
                tokens = alice
                origin(API)
                origin("$OTHER/some/path")
            }
            authorizationsAt(byTokens, engine) shouldBe listOf("Bearer alice", "Bearer alice")

            val byAuthorizer = client(engine) { authorizer = RequestAuthorizer(alice, OTHER) }
            authorizationsAt(byAuthorizer, engine) shouldBe listOf(null, "Bearer alice")
        }

        test("tokens of a client that is configured anew do not go to the origins of the tokens before") {
            val first = client(engine) {
                tokens = alice
                origin(API)
            }
            val second = first.config {
                install(AccessTokens) {
                    tokens = bob
                    origin(OTHER)
                }
            }
            authorizationsAt(second, engine) shouldBe listOf(null, "Bearer bob")
            authorizationsAt(first, engine) shouldBe listOf("Bearer alice", null)

            val third = second.config { install(AccessTokens) { origin(API) } }
            authorizationsAt(third, engine) shouldBe listOf("Bearer bob", "Bearer bob")
        }

        test("of tokens and an authorizer, the one that is set last counts") {
            val rules = RequestAuthorizer(alice, API)
            val byAuthorizer = client(engine) {
                tokens = bob
                origin(OTHER)
                authorizer = rules
            }
            authorizationsAt(byAuthorizer, engine) shouldBe listOf("Bearer alice", null)

            val byTokens = client(engine) {
                authorizer = rules
                tokens = bob
                origin(OTHER)
            }
            authorizationsAt(byTokens, engine) shouldBe listOf(null, "Bearer bob")
        }

        test("a plugin without tokens, or with tokens for no origin, is refused when the client is made") {
            shouldThrow<InvalidConfigException> { client(engine) { } }.message shouldContain "no tokens"
            shouldThrow<InvalidConfigException> { client(engine) { tokens = alice } }.message shouldContain "No origin"
            shouldThrow<InvalidConfigException> { client(engine) { origin(API) } }.message shouldContain "`tokens`"
            shouldThrow<InvalidConfigException> {
                client(engine) {
                    tokens = alice
                    origin("http://api.example.com")
                }
            }.message shouldContain "https"
        }

        test("the settings show no token") {
            val config = AccessTokensConfig().apply {
                tokens = alice
                origin(API)
            }
            config.toString() shouldBe "AccessTokensConfig([$API])"
        }
    })
