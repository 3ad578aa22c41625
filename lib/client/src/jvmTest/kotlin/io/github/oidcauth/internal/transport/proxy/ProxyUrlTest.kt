package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.net.InetSocketAddress
import java.net.Proxy

class ProxyUrlTest :
    FunSpec({
        fun proxy(url: String) = ProxySettings.of(mapOf("https_proxy" to url)::get).proxyFor("https", "example.com", 443)

        fun failure(url: String) = shouldThrow<InvalidConfigException> { proxy(url) }.message

        test("ports go from 1 to 65535") {
            failure("http://proxy:0") shouldContain "has no valid port"
            proxy("http://proxy:1")?.port shouldBe 1
            proxy("http://proxy:65535")?.port shouldBe 65_535
            failure("http://proxy:65536") shouldContain "has no valid port"
        }

        test("each fault is named") {
            failure("http://pro xy") shouldContain "The variable https_proxy is not a URL."
            failure("http:///path") shouldContain "has no host name in it"
            failure("http://:3128") shouldContain "has no host name in it"
            failure("https://proxy") shouldContain "names a proxy that uses TLS, which is not supported"
            failure("socks4://proxy") shouldContain "names a socks4 proxy, which is not supported"
            failure("socks5://alice:pw@proxy") shouldContain "names a SOCKS proxy with a user name"
            failure("http://al%3Aice:pw@proxy") shouldContain "has a user name with a colon in it"
            failure("http://alice:100%@proxy") shouldContain "is not percent-encoded"
            failure("http://2001:db8::1:3128") shouldContain "is not a URL"
            failure("http://[proxy]:3128") shouldContain "is not a URL"
            failure("http://proxy:3128:80") shouldContain "is not a URL"
        }

        listOf("socks", "socks5", "SOCKS5H").forEach { scheme ->
            test("$scheme is SOCKS 5, at port 1080 unless another is named") {
                proxy("$scheme://proxy")?.run { Triple(type(), host, port) } shouldBe Triple(Proxy.Type.SOCKS, "proxy", 1080)
                proxy("$scheme://proxy:9150")?.port shouldBe 9150
            }
        }

        test("an HTTP proxy has the type HTTP, and its name is looked up by the engine") {
            proxy("http://proxy")?.type() shouldBe Proxy.Type.HTTP
            (proxy("http://proxy")?.address() as InetSocketAddress).isUnresolved shouldBe true
        }

        test("a host that is not ASCII is looked up in its ASCII form") {
            proxy("http://pröxy.example")?.host shouldBe "xn--prxy-6qa.example"
        }

        test("the scheme may be in capitals or missing, and blanks around are none of it") {
            proxy("HTTP://proxy:3128").toString() shouldBe "proxy:3128"
            proxy(" proxy:3128 ").toString() shouldBe "proxy:3128"
        }

        test("a user name without a password has an empty one, and a password may have colons in it") {
            proxy("http://alice@proxy")?.run { user to password } shouldBe ("alice" to "")
            proxy("http://alice:a:b@proxy")?.run { user to password } shouldBe ("alice" to "a:b")
            proxy("http://proxy")?.run { user to password } shouldBe (null to "")
            proxy("http://@proxy")?.run { user to password } shouldBe (null to "")
            proxy("http://:@proxy")?.run { user to password } shouldBe (null to "")
        }

        test("a password ends at the last @, as in curl, and may have what java.net.URI refuses") {
            proxy("http://alice:p@ss^|{}\"@proxy:3128")?.run { listOf(user, password, host) } shouldBe
                listOf("alice", "p@ss^|{}\"", "proxy")
        }

        test("blanks in a password are %20, a plus is a plus, and bytes beyond ASCII are UTF-8") {
            proxy("http://alice:pa%20s+%C3%A4@proxy")?.password shouldBe "pa s+ä"
        }

        test("the credentials are those of RFC 7617, its example in UTF-8 included") {
            proxy("http://Aladdin:open%20sesame@proxy")?.authorization shouldBe "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
            proxy("http://test:123%C2%A3@proxy")?.authorization shouldBe "Basic dGVzdDoxMjPCow=="
            proxy("http://proxy")?.authorization shouldBe null
        }

        test("the capitals of no_proxy count where there is no other") {
            val variables = mapOf("https_proxy" to "proxy", "NO_PROXY" to "example.com")
            ProxySettings.of(variables::get).proxyFor("https", "example.com", 443) shouldBe null
        }
    })
