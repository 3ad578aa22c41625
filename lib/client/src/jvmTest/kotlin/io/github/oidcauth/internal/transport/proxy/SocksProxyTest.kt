package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.okhttp.OK_RESPONSE
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.github.oidcauth.internal.transport.okhttp.SelfSigned
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.net.ServerSocket

/** SOCKS 5 on real sockets. Names are the proxy's to look up, whichever of its schemes is used. */
class SocksProxyTest :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }

        listOf("socks", "socks5", "socks5h").forEach { scheme ->
            test("https goes through $scheme://, by name") {
                RawServer(certificate.listen()) {
                    readHead(it)
                    write(it, OK_RESPONSE)
                }.use { target ->
                    TestSocksProxy(mapOf("service.test:443" to target.port)).use { proxy ->
                        val variable = "ALL_PROXY" to "$scheme://127.0.0.1:${proxy.port}"
                        ProxyClient(variable, "SSL_CERT_FILE" to certificate.pem.path).post("https://service.test/").body shouldBe
                            "ok"
                        proxy.requests shouldBe listOf("service.test:443")
                    }
                }
            }
        }

        test("http goes through it, as to the server itself") {
            RawServer {
                readHead(it)
                write(it, OK_RESPONSE)
            }.use { target ->
                TestSocksProxy(mapOf("service.invalid:80" to target.port)).use { proxy ->
                    ProxyClient("all_proxy" to "socks5://127.0.0.1:${proxy.port}").get("http://service.invalid/a").body shouldBe
                        "ok"
                    target.requests.single().first() shouldBe "GET /a HTTP/1.1"
                }
            }
        }

        test("a failed connection is reported as the proxy's refusal") {
            TestSocksProxy(emptyMap()).use { proxy ->
                val failure = ProxyClient("all_proxy" to "socks5://127.0.0.1:${proxy.port}").failure("https://idp.test/")
                failure.fault shouldBe Fault.CONNECTION_REFUSED
                failure.message shouldContain "The SOCKS proxy 127.0.0.1:${proxy.port} did not connect to idp.test:443"
                failure.message shouldContain "Host unreachable"
            }
        }

        test("one that wants a login is told as that") {
            TestSocksProxy(emptyMap(), method = TestSocksProxy.NOTHING_ACCEPTABLE).use { proxy ->
                ProxyClient("all_proxy" to "socks5://127.0.0.1:${proxy.port}").failure("https://idp.test/").message shouldContain
                    "requires a user name and password, which is not supported for SOCKS"
            }
        }

        test("an HTTP proxy under the name of SOCKS is told as that") {
            RawServer {
                it.getInputStream().read()
                write(it, "HTTP/1.1 400 Bad Request\r\n\r\n")
            }.use { proxy ->
                val failure = ProxyClient("all_proxy" to "socks5://127.0.0.1:${proxy.port}").failure("https://idp.test/")
                failure.message shouldContain "The proxy 127.0.0.1:${proxy.port}"
                failure.message shouldContain "it must be a SOCKS 5 proxy"
            }
        }

        test("one that cannot be reached is told, and not the server") {
            val port = ServerSocket(0).use { it.localPort }
            val failure = ProxyClient("all_proxy" to "socks5h://127.0.0.1:$port").failure("https://idp.test/")
            failure.fault shouldBe Fault.CONNECTION_REFUSED
            failure.message shouldContain "The proxy 127.0.0.1:$port for idp.test:443 cannot be reached."
            failure.message shouldNotContain "Nothing responds"
        }
    })
