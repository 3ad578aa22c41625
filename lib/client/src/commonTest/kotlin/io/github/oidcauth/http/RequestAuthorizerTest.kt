package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration.Companion.seconds

private const val SECRET = "secret-access-token"

class RequestAuthorizerTest :
    FunSpec({
        val tokens = TokenSource.of(SECRET)

        test("an origin is required") {
            shouldThrow<InvalidConfigException> { RequestAuthorizer(tokens) }.message shouldContain "No origin is set"
        }

        test("an origin has to be safe for tokens") {
            listOf(
                "http://api.example.com",
                "api.example.com",
                "*",
                "https://",
                "https://*.example.com",
                "https://user@api.example.com",
                "https://b\u00fccher.example",
                "ftp://api.example.com",
                "https://api.example.com.",
                "https://api.example.com:0",
            ).forEach { origin ->
                withClue(origin) {
                    shouldThrow<InvalidConfigException> { RequestAuthorizer(tokens, origin) }.message shouldContain
                        "is not an https URL"
                }
            }
        }

        test("the origin of a URL counts, in one spelling") {
            RequestAuthorizer(tokens, "HTTPS://API.example.com:443/v1?a=b", "http://localhost:8080/x", "https://[::1]:8443")
                .origins shouldBe setOf("https://api.example.com", "http://localhost:8080", "https://[::1]:8443")
        }

        test("a request to an origin begins an authorization, however it is spelled") {
            val authorizer =
                RequestAuthorizer(tokens, "https://api.example.com", "http://127.0.0.1:8080", "https://xn--bcher-kva.example")
            listOf(
                "https://api.example.com",
                "https://api.example.com/",
                "https://api.example.com?x",
                "https://api.example.com#x",
                "https://api.example.com/a/b?c=https://evil.example",
                "https://api.example.com:443/",
                "https://api.example.com:/",
                "HTTPS://API.EXAMPLE.COM/",
                "http://127.0.0.1:8080/@evil",
                "https://xn--bcher-kva.example/",
            ).forEach { withClue(it) { authorizer.begin("GET", it, hasAuthorization = false).shouldNotBeNull() } }
        }

        test("a request to anything else does not") {
            val authorizer = RequestAuthorizer(tokens, "https://api.example.com", "http://127.0.0.1:8080")
            listOf(
                "",
                "/v1",
                "//api.example.com/",
                "http://api.example.com/",
                "https://api.example.com:8443/",
                "https://api.example.com.evil/",
                "https://api.example.com.",
                "https://api.example.com@evil.example/",
                "https://user@api.example.com/",
                "https://api.example.com:443@evil.example/",
                "https://api.example.com\\@evil.example/",
                "https://evil.example\\@api.example.com/",
                "https://evil.example/https://api.example.com/",
                "https://evil.example#@api.example.com/",
                "https:/api.example.com/",
                "https:\\\\api.example.com/",
                "https:/\\api.example.com/",
                "https:///api.example.com/",
                " https://api.example.com/",
                "\thttps://api.example.com/",
                "https://api.example.com\t.evil/",
                "https://api.example.com\u0000.evil/",
                "https://api.example.com%2eevil/",
                "https://%61pi.example.com/",
                "https://api\u3002example.com/",
                "https://\uff41pi.example.com/",
                "https://[::1]/",
                "http://127.0.0.1:80800/",
                "http://127.0.0.1:8080.evil/",
                "http://127.1:8080/",
                "http://0x7f.0.0.1:8080/",
                "http://localhost:8080/",
                "ws://127.0.0.1:8080/",
            ).forEach { withClue(it) { authorizer.begin("GET", it, hasAuthorization = false).shouldBeNull() } }
        }

        test("a request with an authorization of its own is left alone") {
            val authorizer = RequestAuthorizer(tokens, "https://api.example.com")
            authorizer.begin("GET", "https://api.example.com/", hasAuthorization = true).shouldBeNull()
        }

        test("http beyond this machine has to be allowed, and then for the origins alone") {
            val authorizer = RequestAuthorizer(tokens, "http://api.test") { allowInsecureHttp() }.origins
            authorizer shouldBe setOf("http://api.test")
            RequestAuthorizer(tokens, "https://api.test") { allowInsecureHttp() }
                .begin("GET", "http://api.test/", hasAuthorization = false)
                .shouldBeNull()
        }

        test("settings that make no sense are refused") {
            shouldThrow<IllegalArgumentException> {
                RequestAuthorizer(tokens, "https://a.example") {
                    longestRetryDelay =
                        (-1).seconds
                }
            }
        }

        test("nothing shows a token") {
            val authorizer = RequestAuthorizer(tokens, "https://api.example.com")
            "$authorizer" shouldBe "RequestAuthorizer(origins=[https://api.example.com])"
            val authorization = authorizer.begin(
                "GET",
                "https://api.example.com/?key=x",
                hasAuthorization = false,
            ).shouldNotBeNull()
            authorization.headers()["Authorization"] shouldBe "Bearer $SECRET"
            "$authorizer $authorization" shouldNotContain SECRET
        }
    })
