package io.github.oidcauth.internal.transport

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

/** Hosts that people have and `java.net.URI` knows none of, and addresses with a password in them. */
class HostNamesTest :
    FunSpec({
        listOf(
            "a_b.corp",
            "a_b.corp:8080",
            "-a.corp",
            "a.1b",
            "a,b.corp",
            "b\u00fccher.example",
            "[2001:db8::1]:81",
        ).forEach { host ->
            test("http://$host is reached by the proxy that is configured") {
                TestProxy(emptyMap(), "alice:pw").use { proxy ->
                    val client = ProxyClient("all_proxy" to "http://alice:pw@127.0.0.1:${proxy.port}")
                    client.post("http://$host/token").body shouldBe "by proxy!"
                    val name = host.replace("b\u00fccher", "xn--bcher-kva")
                    proxy.requests shouldBe listOf("POST http://$name/token HTTP/1.1")
                    proxy.logins shouldBe listOf("alice:pw")
                }
            }
        }

        test("https://a_b.corp is asked for at the proxy too") {
            TestProxy(emptyMap()).use { proxy ->
                ProxyClient("all_proxy" to "127.0.0.1:${proxy.port}").failure("https://a_b.corp:8443/").message shouldContain
                    "The proxy 127.0.0.1:${proxy.port} refused a connection to a_b.corp:8443"
                proxy.requests shouldBe listOf("CONNECT a_b.corp:8443 HTTP/1.1")
            }
        }

        listOf(".corp", "a_b.corp:8080").forEach { exception ->
            test("a name with an underscore is excepted from it by $exception") {
                TestProxy(emptyMap()).use { proxy ->
                    val client = ProxyClient("all_proxy" to "127.0.0.1:${proxy.port}", "no_proxy" to exception)
                    client.failure("http://a_b.corp:8080/").message shouldContain
                        "The host name of http://a_b.corp:8080 could not be found"
                    proxy.requests.shouldBeEmpty()
                }
            }
        }

        test("a user name and password in an address go nowhere, and stand in no message") {
            TestProxy(emptyMap()).use { proxy ->
                val client = ProxyClient("all_proxy" to "127.0.0.1:${proxy.port}")
                client.post("http://alice:s3cret@a.corp/token").body shouldBe "by proxy!"
                proxy.requests shouldBe listOf("POST http://a.corp/token HTTP/1.1")
                client.failure("https://alice:s3cret@a.corp/").stackTraceToString() shouldNotContain "s3cret"
                listOf(
                    "http://alice:s3cret@a.invalid/?x=@",
                    "http://alice:s3%40cret@localhost:1",
                    "http://a:s3cret@a..b/",
                ).forEach {
                    val failure = ProxyClient().failure(it)
                    failure.stackTraceToString() shouldNotContain "s3"
                    failure.message shouldContain Regex("http://(a.invalid|localhost:1|a..b)[ .]")
                }
            }
        }
    })
