package io.github.oidcauth.internal.transport.proxy

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** The ends of what an exception covers: one address, name or port further it covers no more. */
class NoProxyHostsTest :
    FunSpec({
        fun covers(
            exceptions: String,
            host: String,
            port: Int = 443,
        ) = NoProxyHosts.parse(exceptions).covers(host, port)

        listOf(
            "10.1.2.4/31" to mapOf("10.1.2.3" to false, "10.1.2.4" to true, "10.1.2.5" to true, "10.1.2.6" to false),
            "10.1.2.3/32" to mapOf("10.1.2.3" to true, "10.1.2.2" to false),
            "10.0.0.0/9" to mapOf("10.127.255.255" to true, "10.128.0.0" to false),
            "0.0.0.0/0" to mapOf("8.8.8.8" to true, "[2001:db8::1]" to false),
            "10.1.2.3/33" to mapOf("10.1.2.3" to false),
            "10.1.2.3/-1" to mapOf("10.1.2.3" to false),
            "10.1.2.3/x" to mapOf("10.1.2.3" to false),
            "[2001:db8::]/127" to mapOf("[2001:db8::1]" to true, "[2001:db8::2]" to false),
            "2001:db8::1/128" to mapOf("[2001:db8::1]" to true, "[2001:db8::]" to false),
            "2001:db8::1/129" to mapOf("[2001:db8::1]" to false),
            "example.com/8" to mapOf("10.1.2.3" to false),
        ).forEach { (range, hosts) ->
            test("no_proxy='$range' ends where the range does") {
                hosts.mapValues { (host, _) -> covers(range, host) } shouldBe hosts
            }
        }

        test("a range is compared with addresses only, and no resolver is asked about a name") {
            covers("127.0.0.0/8", "localhost.example.com") shouldBe false
            covers("1.2.3.0/24", "1.2.3.256") shouldBe false
            covers("1.2.3.0/24", "1.2.3.255") shouldBe true
        }

        test("a name is one with a dot at its end, in the exception and in the address") {
            covers("example.com", "myapp.example.com.") shouldBe true
            covers("example.com.", "example.com") shouldBe true
        }

        test("an exception with a port covers that port alone") {
            covers("example.com:8443", "myapp.example.com", port = 8443) shouldBe true
            covers("example.com:8443", "myapp.example.com", port = 8444) shouldBe false
            covers("[2001:db8::5]:8443", "[2001:db8::5]", port = 8443) shouldBe true
            covers("[2001:db8::5]:8443", "[2001:db8::5]", port = 8444) shouldBe false
        }

        test("the last group of an IPv6 address is no port") {
            covers("2001:db8::443", "[2001:db8::]", port = 443) shouldBe false
            covers("2001:db8::443", "[2001:db8::443]", port = 80) shouldBe true
        }

        test("an exception without a name covers nothing") {
            covers(":443", "myapp.example.com") shouldBe false
            covers(".", "myapp.example.com") shouldBe false
            covers(" , ,", "myapp.example.com") shouldBe false
        }

        test("an address is no subdomain of the end of another") {
            covers("1.2.3", "10.1.2.3") shouldBe false
            covers("1.2.3", "a.1.2.3") shouldBe true
        }
    })
