package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class ProxyAddressTest :
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
            failure("socks5://proxy") shouldContain "names a socks5 proxy, which is not supported"
        }

        test("the scheme may be in capitals or missing, and blanks around are none of it") {
            proxy("HTTP://proxy:3128").toString() shouldBe "proxy:3128"
            proxy(" proxy:3128 ").toString() shouldBe "proxy:3128"
        }

        test("a user name without a password has an empty one, and a password may have colons in it") {
            proxy("http://alice@proxy")?.run { user to password } shouldBe ("alice" to "")
            proxy("http://alice:a:b@proxy")?.run { user to password } shouldBe ("alice" to "a:b")
            proxy("http://proxy")?.run { user to password } shouldBe (null to "")
        }

        test("the capitals of no_proxy count where there is no other") {
            val variables = mapOf("https_proxy" to "proxy", "NO_PROXY" to "example.com")
            ProxySettings.of(variables::get).proxyFor("https", "example.com", 443) shouldBe null
        }
    })
