package io.github.oidcauth.internal.protocol

import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.TokenKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class BaseUrlTest :
    FunSpec({
        context("one application has one spelling") {
            listOf(
                "https://MyApp.Example.COM:443/" to "https://myapp.example.com",
                "HTTPS://myapp.example.com" to "https://myapp.example.com",
                "myapp.example.com" to "https://myapp.example.com",
                "myapp.example.com:8443" to "https://myapp.example.com:8443",
                "  https://myapp.example.com  " to "https://myapp.example.com",
                "https://myapp.example.com." to "https://myapp.example.com",
                "https://myapp.example.com:" to "https://myapp.example.com",
                "http://localhost:80" to "http://localhost",
                "http://localhost:8080" to "http://localhost:8080",
                "https://h.example/api/freva-nextgen/" to "https://h.example/api/freva-nextgen",
                "https://h.example/API" to "https://h.example/API",
                "http://[::1]:8080" to "http://[::1]:8080",
                "https://[2001:DB8::1]" to "https://[2001:db8::1]",
                "[::1]" to "https://[::1]",
                "xn--bcher-kva.example" to "https://xn--bcher-kva.example",
                "10.0.0.1:5000/x" to "https://10.0.0.1:5000/x",
            ).forEach { (typed, expected) ->
                test("$typed is $expected") { BaseUrl.parse(typed).toString() shouldBe expected }
            }
        }

        test("applications under different paths of one host are different") {
            TokenKey.forHost("https://h.example/a") shouldNotBe TokenKey.forHost("https://h.example/b")
        }

        test("hosts without a scheme do not share a key") {
            TokenKey.forHost("a.example") shouldNotBe TokenKey.forHost("b.example")
        }

        context("what is not a base URL is refused with advice") {
            listOf(
                "" to "empty",
                "   " to "empty",
                "https://" to "no name",
                "https:///path" to "no name",
                "ftp://h.example" to "https://",
                "file:///etc/passwd" to "https://",
                "https://h.example?x=1" to "'?'",
                "https://h.example/a#b" to "'#'",
                "https://h.example:0" to "port",
                "https://h.example:65536" to "port",
                "https://h.example:99999999999" to "port",
                "https://2001:db8::1" to "brackets",
                "https://[::1" to "not valid",
                "https://h_-.example-/" to "not valid",
                "https://h example" to "not valid",
                "https://h.example\r\nX: y" to "not valid",
                "https://bücher.example" to "xn--",
                "https://h.example/a b" to "Percent-encode",
                "https://h.example/../b" to "'..'",
                "https://h.example/./b" to "'.'",
                "https://h.example\\@evil.example" to "Percent-encode",
                "a".repeat(3000) to "longer",
            ).forEach { (typed, hint) ->
                test("'${typed.take(30).filter { it >= ' ' }}' is refused: $hint") {
                    shouldThrow<InvalidHostException> { BaseUrl.parse(typed) }.message shouldContain hint
                }
            }
        }

        test("a password in the URL is refused and not repeated") {
            val error = shouldThrow<InvalidHostException> { BaseUrl.parse("https://alice:hunter2@h.example") }
            error.message shouldContain "password"
            error.message shouldNotContain "hunter2"
        }

        context("http is for this machine alone") {
            listOf(
                "http://localhost:1",
                "http://a.localhost",
                "http://127.0.0.1",
                "http://127.8.9.10:99/x",
                "http://[::1]",
            ).forEach {
                test("$it is allowed") { BaseUrl.parse(it).requireSecure(allowInsecureHttp = false) }
            }
            listOf(
                "http://h.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://10.0.0.1",
            ).forEach {
                test("$it is refused unless allowed") {
                    shouldThrow<InvalidHostException> { BaseUrl.parse(it).requireSecure(allowInsecureHttp = false) }
                    BaseUrl.parse(it).requireSecure(allowInsecureHttp = true)
                }
            }
        }

        test("routes are joined with one slash") {
            BaseUrl.parse("https://h.example/api/").resolve("/auth/v2/token/") shouldBe "https://h.example/api/auth/v2/token"
            BaseUrl.parse("https://h.example").resolve("auth/v2/token") shouldBe "https://h.example/auth/v2/token"
        }
    })
