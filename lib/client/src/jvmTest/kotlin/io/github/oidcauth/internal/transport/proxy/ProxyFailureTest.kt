package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.net.ServerSocket

/** Proxies that let nobody through, each in its own way. It is the proxy that is named, and what it says is not repeated. */
class ProxyFailureTest :
    FunSpec({
        /** A proxy that says [response] to each `CONNECT` and goes away. */
        fun saying(response: String) =
            RawServer {
                readHead(it)
                write(it, response)
            }

        data class Case(
            val what: String,
            val response: String,
            val fault: Fault,
            val message: String,
        )

        val html = "Content-Type: text/html\r\nContent-Length: 19\r\n\r\n<html>s3cret</html>"
        val refused = Fault.CONNECTION_REFUSED
        listOf(
            Case(
                "407 that names no scheme",
                "407 No\r\nContent-Length: 0\r\n\r\n",
                refused,
                "requires a user name and password (status 407)",
            ),
            Case("407 with a page", "407 No\r\n$html", refused, "requires a user name and password (status 407)"),
            Case(
                "407 that ends the connection",
                "407 No\r\nProxy-Authenticate: Basic realm=x\r\nConnection: close\r\n\r\n",
                refused,
                "requires a user name and password (status 407)",
            ),
            Case(
                "407 for Negotiate and NTLM",
                "407 No\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n",
                refused,
                "requires a login with Negotiate or NTLM (status 407), and only Basic is supported",
            ),
            Case(
                "407 for Digest",
                "407 No\r\nProxy-Authenticate: Digest realm=\"s3cret\", nonce=\"x\"\r\nContent-Length: 0\r\n\r\n",
                refused,
                "requires a login with Digest (status 407)",
            ),
            Case("403 with a page", "403 s3cret\r\n$html", refused, "refused a connection to idp.test:8443 with status 403."),
            Case("502", "502 No\r\nContent-Length: 0\r\n\r\n", refused, "refused a connection to idp.test:8443 with status 502."),
            Case("503 that invites", "503 No\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n", refused, "with status 503."),
            Case(
                "302 to a page of its own",
                "302 No\r\nLocation: http://s3cret/\r\nContent-Length: 0\r\n\r\n",
                refused,
                "with status 302.",
            ),
            Case(
                "a broken status line",
                "s3cret\r\n\r\n",
                Fault.CONNECTION_LOST,
                "or sent a response that cannot be read",
            ),
        ).forEach { case ->
            test("${case.what} in place of a tunnel is told as the proxy's, without what it says, and not tried again") {
                saying("HTTP/1.1 ${case.response}").use { proxy ->
                    val failure = ProxyClient("https_proxy" to "127.0.0.1:${proxy.port}").failure("https://idp.test:8443/token")
                    failure.fault shouldBe case.fault
                    failure.message shouldContain "The proxy 127.0.0.1:${proxy.port} "
                    failure.message shouldContain case.message
                    failure.stackTraceToString() shouldNotContain "s3cret"
                    proxy.requests.map { it.first() } shouldBe listOf("CONNECT idp.test:8443 HTTP/1.1")
                }
            }
        }

        mapOf(
            "a page without HTTP" to "<html>s3cret</html>",
            "another protocol" to "SSH-2.0-s3cret\r\n",
            "nothing" to "",
        ).forEach { (what, response) ->
            test("a proxy that says $what is told as none") {
                saying(response).use { proxy ->
                    val failure = ProxyClient("ALL_PROXY" to "127.0.0.1:${proxy.port}").failure("https://idp.test/token")
                    failure.fault shouldBe Fault.CONNECTION_LOST
                    failure.message shouldContain "The proxy 127.0.0.1:${proxy.port} closed the connection"
                    failure.message shouldContain "Check its address in the variable ALL_PROXY: it must be an HTTP proxy."
                    failure.stackTraceToString() shouldNotContain "s3cret"
                }
            }
        }

        listOf("https", "http").forEach { scheme ->
            test("a proxy that cannot be reached is told, and not the server, for $scheme") {
                val port = ServerSocket(0).use { it.localPort }
                val failure = ProxyClient(
                    "all_proxy" to "http://alice:s3cret@127.0.0.1:$port",
                ).failure("$scheme://idp.test/token")
                failure.fault shouldBe Fault.CONNECTION_REFUSED
                failure.message shouldContain "The proxy 127.0.0.1:$port for idp.test:"
                failure.message shouldContain "cannot be reached. Check its address in the variable all_proxy."
                failure.stackTraceToString() shouldNotContain "s3cret"
            }

            test("a proxy whose name is unknown is told, and not the server, for $scheme") {
                val failure = ProxyClient("all_proxy" to "no-such-proxy.invalid:3128").failure("$scheme://idp.test/token")
                failure.fault shouldBe Fault.UNKNOWN_HOST
                failure.message shouldContain "The host name of the proxy no-such-proxy.invalid:3128 could not be found."
            }
        }

        test("without a proxy, the server is told") {
            val port = ServerSocket(0).use { it.localPort }
            ProxyClient("all_proxy" to "127.0.0.1:1").failure("http://127.0.0.1:$port/").message shouldNotContain "The proxy"
            ProxyClient(
                "all_proxy" to "127.0.0.1:1",
                "no_proxy" to "*",
            ).failure("http://no-such-host.invalid/").message shouldContain
                "The host name of http://no-such-host.invalid could not be found"
        }

        test("without a proxy, the message names the variables that lead to one and past one") {
            val advice = "If it is reached through a proxy, check HTTPS_PROXY and NO_PROXY."
            val port = ServerSocket(0).use { it.localPort }
            ProxyClient().failure("https://no-such-host.invalid/").message shouldContain advice
            ProxyClient(
                "https_proxy" to "127.0.0.1:1",
                "no_proxy" to ".invalid",
            ).failure("https://no-such-host.invalid/").message shouldContain advice
            ProxyClient().failure("http://127.0.0.1:$port/").message shouldContain advice
        }

        test("a server that goes away behind a tunnel is no fault of the proxy") {
            saying("HTTP/1.1 200 OK\r\n\r\n").use { proxy ->
                val failure = ProxyClient("all_proxy" to "127.0.0.1:${proxy.port}").failure("https://idp.test/")
                failure.fault shouldBe Fault.CONNECTION_LOST
                failure.message shouldNotContain "The proxy"
            }
        }
    })
