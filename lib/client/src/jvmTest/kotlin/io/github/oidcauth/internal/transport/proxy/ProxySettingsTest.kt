package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class ProxySettingsTest :
    FunSpec({
        fun proxy(
            scheme: String,
            vararg variables: Pair<String, String>,
            host: String = "myapp.example.com",
            port: Int = 443,
        ) = ProxySettings.of(variables.toMap()::get).proxyFor(scheme, host, port)

        test("no variable, no proxy") {
            proxy("https") shouldBe null
        }

        test("https goes through https_proxy, the lower-case name first, then all_proxy") {
            proxy("https", "HTTPS_PROXY" to "http://a:1").toString() shouldBe "a:1"
            proxy("https", "HTTPS_PROXY" to "http://a:1", "https_proxy" to "http://b:2").toString() shouldBe "b:2"
            proxy("https", "ALL_PROXY" to "c:3", "http_proxy" to "http://d:4").toString() shouldBe "c:3"
        }

        test("http goes through http_proxy, the lower-case name first, then all_proxy") {
            proxy("http", "HTTP_PROXY" to "http://a:1").toString() shouldBe "a:1"
            proxy("http", "HTTP_PROXY" to "http://a:1", "http_proxy" to "http://b:2").toString() shouldBe "b:2"
            proxy("http", "http_proxy" to "http://b:2", "ALL_PROXY" to "c:3").toString() shouldBe "b:2"
            proxy("http", "HTTP_PROXY" to "http://a:1", "all_proxy" to "c:3").toString() shouldBe "a:1"
            proxy("http", "all_proxy" to "c:3").toString() shouldBe "c:3"
        }

        test("https does not go through http_proxy, nor http through https_proxy") {
            proxy("https", "http_proxy" to "http://a:1", "HTTP_PROXY" to "http://a:1") shouldBe null
            proxy("http", "https_proxy" to "http://a:1", "HTTPS_PROXY" to "http://a:1") shouldBe null
        }

        listOf("REQUEST_METHOD" to "GET", "GATEWAY_INTERFACE" to "CGI/1.1").forEach { cgi ->
            test("a script of a web server, known by ${cgi.first}, takes no proxy from a visitor's header") {
                proxy("http", cgi, "HTTP_PROXY" to "http://evil:1") shouldBe null
                proxy("http", cgi, "HTTP_PROXY" to "http://evil:1", "all_proxy" to "c:3").toString() shouldBe "c:3"
                proxy("http", cgi, "HTTP_PROXY" to "http://evil:1", "http_proxy" to "http://b:2").toString() shouldBe "b:2"
                proxy("https", cgi, "HTTPS_PROXY" to "http://a:1").toString() shouldBe "a:1"
            }
        }

        test("a variable that this address does not need stops nothing") {
            proxy("https", "https_proxy" to "a:1", "all_proxy" to "socks4://b:2").toString() shouldBe "a:1"
            proxy("https", "https_proxy" to "a:1", "http_proxy" to "gopher://b:2").toString() shouldBe "a:1"
            proxy("https", "https_proxy" to "gopher://a:1", "no_proxy" to "example.com") shouldBe null
            proxy("https", "https_proxy" to "gopher://a:1", host = "localhost") shouldBe null
            proxy("https", "https_proxy" to "gopher://a:1", host = "127.1.2.3") shouldBe null
            proxy("http", "https_proxy" to "gopher://a:1") shouldBe null
        }

        test("a variable that cannot be used is refused at each address that needs it") {
            val settings = ProxySettings.of(mapOf("all_proxy" to "gopher://a:1")::get)
            repeat(2) {
                shouldThrow<InvalidConfigException> { settings.proxyFor("https", "example.com", 443) }.message shouldContain
                    "all_proxy"
            }
        }

        test("an empty variable counts as unset") {
            proxy("https", "https_proxy" to "", "HTTPS_PROXY" to "http://a:1").toString() shouldBe "a:1"
        }

        test("a proxy without a port listens at 80, an IPv6 address needs its brackets") {
            proxy("https", "https_proxy" to "http://proxy/").toString() shouldBe "proxy:80"
            proxy("https", "https_proxy" to "http://[2001:db8::1]:3128")?.host shouldBe "2001:db8::1"
        }

        test("user name and password are decoded, and do not print") {
            val proxy = proxy("https", "https_proxy" to "http://al%40ice:p%3Aw+d@proxy:3128")
            proxy?.user shouldBe "al@ice"
            proxy?.password shouldBe "p:w+d"
            proxy.toString() shouldBe "proxy:3128"
        }

        listOf(
            "socks4://u:secret@proxy:1080",
            "socks5://u:secret@proxy:1080",
            "u:secret@proxy://x",
            "https://proxy:443",
            "http://",
            "http://pro xy",
            "http://u:secret@proxy:99999",
            "http://u:secret@[::1.2.3.2147483648]:80",
            "http://u:se%zzcret@p:1",
        ).forEach {
            test("$it is refused by the variable's name, without the password") {
                val message = shouldThrow<InvalidConfigException> { proxy("https", "HTTPS_PROXY" to it) }.message
                message shouldContain "HTTPS_PROXY"
                message shouldNotContain "cret"
            }
        }

        listOf("localhost", "127.0.0.1", "127.255.255.254", "[::1]", "[0:0:0:0:0:0:0:1]", "LOCALHOST.").forEach {
            test("$it is never reached through a proxy") { proxy("http", "all_proxy" to "a:1", host = it) shouldBe null }
        }

        listOf(
            Triple("*", "myapp.example.com", true),
            Triple("example.com", "myapp.example.com", true),
            Triple("example.com", "example.com", true),
            Triple(".example.com", "myapp.example.com", true),
            Triple("Example.COM.", "myapp.example.com", true),
            Triple("*.example.com", "myapp.example.com", true),
            Triple("*.example.com", "a.b.example.com", true),
            Triple("*.example.com", "example.com", true),
            Triple("*.example.com", "myexample.com", false),
            Triple("*.example.com:8443", "myapp.example.com", false),
            Triple("com", "myapp.example.com", true),
            Triple("*:443", "myapp.example.com", true),
            Triple("*:8443", "myapp.example.com", false),
            Triple("a\tb,,c\nexample.com", "myapp.example.com", true),
            Triple("münchen.example", "xn--mnchen-3ya.example", true),
            Triple("example.com", "myexample.com", false),
            Triple("other.org, example.com", "myapp.example.com", true),
            Triple("other.org example.com", "myapp.example.com", true),
            Triple("example.com:443", "myapp.example.com", true),
            Triple("example.com:8443", "myapp.example.com", false),
            Triple("10.1.2.3", "10.1.2.3", true),
            Triple("2.3", "10.1.2.3", false),
            Triple("10.0.0.0/8", "10.1.2.3", true),
            Triple("10.0.0.0/16", "10.1.2.3", false),
            Triple("10.0.0.0/99", "10.0.0.0", false),
            Triple("10.0.0.0/8", "ten.example.com", false),
            Triple("2001:db8::/32", "[2001:db8:1::5]", true),
            Triple("[2001:db8::5]:443", "[2001:db8::5]", true),
            Triple("2001:db8::5", "[2001:db8::5]", true),
            Triple("2001:DB8:0:0::5", "[2001:db8::5]", true),
            Triple("2001:db8::5", "[2001:db8::6]", false),
            Triple(":::/10", "[2001:db8::5]", false),
            Triple("10.1.2.3:443", "10.1.2.3", true),
            Triple("10.1.2.3:8443", "10.1.2.3", false),
            Triple("", "myapp.example.com", false),
        ).forEach { (exceptions, host, direct) ->
            test("no_proxy='$exceptions' " + (if (direct) "covers " else "does not cover ") + host) {
                (proxy("https", "https_proxy" to "a:1", "no_proxy" to exceptions, host = host) == null) shouldBe direct
            }
        }

        test("the lower-case no_proxy wins") {
            proxy("https", "https_proxy" to "a:1", "no_proxy" to "x", "NO_PROXY" to "*").toString() shouldBe "a:1"
            proxy("https", "https_proxy" to "a:1", "no_proxy" to "", "NO_PROXY" to "*") shouldBe null
        }
    })
