// Tests HostName.
package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.TokenKey
import io.kotest.assertions.throwables.shouldNotThrowAny
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
                "255.255.255.255." to "https://255.255.255.255",
                "https://[::]" to "https://[::]",
                "https://[::ffff:10.0.0.1]:8443" to "https://[::ffff:10.0.0.1]:8443",
                "https://[1:2:3:4:5:6:7:8]" to "https://[1:2:3:4:5:6:7:8]",
                "https://[1:2:3:4:5:6:7::]" to "https://[1:2:3:4:5:6:7::]",
                "https://[1:2:3:4:5:6:10.0.0.1]" to "https://[1:2:3:4:5:6:10.0.0.1]",
                "3f2a9c:8080" to "https://3f2a9c:8080",
                "a".repeat(63) + ".example" to "https://" + "a".repeat(63) + ".example",
                "https://h.example/a%20b" to "https://h.example/a%20b",
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

        context("a text that is not a base URL is refused with advice") {
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
                "https://[::1" to "IPv6",
                "https://[1:2:3]" to "IPv6",
                "https://[1::2::3]" to "IPv6",
                "https://[:::]" to "IPv6",
                "https://[1:2:3:4:5:6:7::8]" to "IPv6",
                "https://[1:2:3:4:5:6:7:8:9]" to "IPv6",
                "https://[1:2:3:4:5:6:7:10.0.0.1]" to "IPv6",
                "https://[10.0.0.1::1]" to "IPv6",
                "https://[::10.0.0.256]" to "IPv6",
                "https://[12345::]" to "IPv6",
                "https://[fe80::1%25eth0]" to "IPv6",
                "https://[::1]x" to "IPv6",
                "https://h-.example" to "not valid",
                "https://-h.example" to "not valid",
                "https://h.example-/" to "not valid",
                "https://h..example" to "not valid",
                "https://my_app.example.com" to "'_'",
                "https://127.1" to "IPv4",
                "https://2130706433" to "IPv4",
                "https://0x7f000001" to "IPv4",
                "https://1.2.3.256" to "IPv4",
                "https://0177.0.0.1" to "IPv4",
                "https://1.2.3.4.5" to "IPv4",
                "https://h.1example" to "digit",
                "https://" + "a".repeat(64) + ".example" to "too long",
                "https://" + "a.".repeat(124) + "example" to "too long",
                "https://h.example/%zz" to "hexadecimal",
                "https://h.example/a%2" to "hexadecimal",
                "https://h.example/%2E%2e/b" to "'..'",
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

        context("http is allowed for this machine only") {
            listOf(
                "http://localhost:1",
                "http://127.0.0.1",
                "http://127.8.9.10:99/x",
                "http://[::1]",
            ).forEach {
                test("$it is allowed") {
                    val url = BaseUrl.parse(it)
                    url.isLoopback shouldBe true
                    shouldNotThrowAny { url.requireSecure(allowInsecureHttp = false) }
                }
            }
            listOf(
                "http://h.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://a.localhost",
                "http://127.0.0.1.localhost",
                "http://10.0.0.1",
            ).forEach {
                test("$it is refused unless allowed") {
                    shouldThrow<InvalidHostException> { BaseUrl.parse(it).requireSecure(allowInsecureHttp = false) }
                    shouldNotThrowAny { BaseUrl.parse(it).requireSecure(allowInsecureHttp = true) }
                }
            }
        }

        test("routes are joined with one slash") {
            BaseUrl.parse("https://h.example/api/").resolve("/auth/v2/token/") shouldBe "https://h.example/api/auth/v2/token"
            BaseUrl.parse("https://h.example").resolve("auth/v2/token") shouldBe "https://h.example/auth/v2/token"
        }
    })
