// Tests LazySslSocketFactory.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.proxy.ProxyClient
import io.github.oidcauth.internal.transport.proxy.TestProxy
import io.github.oidcauth.internal.transport.tls.PrivateAuthority
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.File

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

        test(
            "a certificate for a name with an underscore is one for that name, and for no other",
        ) {
            val corp = PrivateAuthority()
            val caFile = corp.root.writePem(File(tempdir(), "corp.pem"))
            val server = corp.server(hosts = listOf("a_b.corp"), addresses = emptyList()).listen()
            RawServer(server) {
                readRequest(it)
                write(it, OK_RESPONSE)
            }.use { target ->
                TestProxy(listOf("a_b", "c_d", "ok").associate { "$it.corp:443" to target.port }).use { proxy ->
                    val client = ProxyClient("all_proxy" to "127.0.0.1:${proxy.port}", "SSL_CERT_FILE" to caFile)
                    client.post("https://a_b.corp/").body shouldBe "ok"
                    listOf("c_d", "ok").forEach {
                        val failure = client.failure("https://$it.corp/")
                        failure.fault shouldBe Fault.TLS
                        failure.message shouldContain "not for that name"
                    }
                    target.requests.filter { it.isNotEmpty() }.size shouldBe 1
                    ProxyClient("all_proxy" to "127.0.0.1:${proxy.port}").failure("https://a_b.corp/").message shouldContain
                        "an authority that is not in"
                }
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
