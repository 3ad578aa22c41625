// Tests ApiClientSettings and HeaderRules.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respondOk
import java.net.InetAddress
import java.net.ServerSocket
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

private const val URL = "https://api.example.com/v1"

class ApiClientConfigTest :
    FunSpec({
        val tokens = TokenSource.of("secret-token")

        fun refusal(configure: ApiClientConfig.Builder.() -> Unit) =
            shouldThrow<InvalidConfigException> { ApiClientConfig(URL, configure) }.message

        test("tokens go to the origin of the URL, and to those that are added") {
            val config =
                ApiClientConfig(URL) {
                    this.tokens = tokens
                    origin("https://files.example.com/a")
                }

            config.authorizer?.origins.orEmpty() shouldContainExactly
                setOf("https://api.example.com", "https://files.example.com")
            ApiClientConfig(URL).authorizer shouldBe null
        }

        test("no token goes to a URL of http that is not this machine") {
            shouldThrow<InvalidConfigException> { ApiClientConfig("http://api.example.com") { this.tokens = tokens } }
            ApiClientConfig("http://127.0.0.1:8080") { this.tokens = tokens }.url shouldBe "http://127.0.0.1:8080"
            ApiClientConfig("http://api.example.com").url shouldBe "http://api.example.com"
        }

        test("settings that cannot work are refused, with the reason") {
            val authorizer = RequestAuthorizer.of(tokens, URL)

            refusal { origin("https://files.example.com") } shouldContain "no tokens"
            refusal {
                this.tokens = tokens
                this.authorizer = authorizer
            } shouldContain "either the authorizer"
            refusal { this.authorizer(authorizer).origin(URL) } shouldContain "either the authorizer"
            refusal { timeout = Duration.ZERO } shouldContain "more than zero"
            refusal { retries = -1 } shouldContain "0 to 20"
            refusal { retries = 21 } shouldContain "0 to 20"
            refusal { userAgent = "s3cret\r\nX: y" } shouldContain "user agent"
            refusal { userAgent = "\u00e9" } shouldContain "user agent"
            refusal { caFile = " " } shouldContain "caFile is empty"
            refusal { this.httpClient(HttpClient(MockEngine { respondOk() })).caFile("ca.pem") } shouldContain "caFile cannot"
            refusal { maxResponseBytes = 0 } shouldContain "1 to 1073741824"
            refusal { maxResponseBytes = (1 shl 30) + 1 } shouldContain "1 to 1073741824"
            ApiClientConfig(URL) {
                timeout = 1.milliseconds
                retries = 20
                maxResponseBytes = 1 shl 30
            }.retries shouldBe 20
        }

        test("the file of trusted authorities is read for the first request of https") {
            // It accepts connections, and says nothing.
            ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { listener ->
                val api = ApiClient("https://127.0.0.1:${listener.localPort}") { caFile = "/nowhere/ca.pem" }

                api.config.caFile shouldBe "/nowhere/ca.pem"
                shouldThrow<InvalidConfigException> { api.get("users") }.message shouldContain "/nowhere/ca.pem"
            }
        }

        test("headers and cookies that are not valid, or that the connection sets, are refused") {
            listOf(
                "Host" to "x",
                "Content-Length" to "1",
                "DPoP" to "x",
                "a b" to "x",
                "" to "x",
                "a" to "x\r\ny: z",
                "a" to "\u00e9",
            )
                .forEach { (name, value) ->
                    shouldThrow<IllegalArgumentException> { ApiClientConfig(URL) { header(name, value) } }
                }
            listOf("a b" to "x", "" to "x", "a" to "x;y", "a" to "x y", "a" to "x\n")
                .forEach { (name, value) ->
                    shouldThrow<IllegalArgumentException> { ApiClientConfig(URL) { cookie(name, value) } }
                }
            shouldThrow<IllegalArgumentException> {
                ApiClientConfig(URL) { header("X-Key", "secret\n") }
            }.message shouldNotContain
                "secret"
        }

        test("no secret is shown") {
            val config =
                ApiClientConfig("$URL?key=secret-key") {
                    this.tokens = tokens
                    header("X-Key", "secret-header")
                    cookie("session", "secret-cookie")
                }

            listOf(config, config.newBuilder(), ApiClient(config)).forEach { "$it" shouldNotContain "secret" }
        }
    })
