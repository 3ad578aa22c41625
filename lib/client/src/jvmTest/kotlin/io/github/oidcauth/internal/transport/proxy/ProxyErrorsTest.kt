package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy

/** The messages about a proxy's refusal: the proxy, its response, and the setting to correct. */
class ProxyErrorsTest :
    FunSpec({
        fun proxy(
            source: ProxySource,
            type: Proxy.Type = Proxy.Type.HTTP,
        ) = ProxyAddress(type, "proxy.corp", 3128, "alice", "s3cret", source)

        val variable = proxy(ProxySource.Variable("HTTPS_PROXY"))
        val property = proxy(ProxySource.Properties("https"))
        val programs = Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.corp", 3128))
        val socks = proxy(ProxySource.Variable("ALL_PROXY"), Proxy.Type.SOCKS)

        fun errors(proxy: Proxy) = ProxyErrors(proxy, "idp.corp:443")

        test("407 without credentials says where to put them") {
            fun text(proxy: Proxy) = errors(proxy).authentication(listOf("Basic"), refused = null).message
            text(variable) shouldContain "proxy.corp:3128 requires a user name and password (status 407)"
            text(variable) shouldContain "Set the variable HTTPS_PROXY to http://USER:PASSWORD@proxy.corp:3128"
            text(property) shouldContain "-Dhttps.proxyUser and -Dhttps.proxyPassword"
            text(programs) shouldContain "java.net.Authenticator"
        }

        test("407 with credentials says that they were refused, and where they are") {
            fun text(
                proxy: Proxy,
                refused: ProxySource = (proxy as? ProxyAddress)?.source ?: ProxySource.Program,
            ) = errors(proxy).authentication(listOf("basic"), refused).message
            text(variable) shouldContain "proxy.corp:3128 refused the user name and password (status 407)"
            text(variable) shouldContain "in the variable HTTPS_PROXY"
            text(property) shouldContain "-Dhttps.proxyUser"
            text(programs) shouldContain "java.net.Authenticator"
            text(variable, ProxySource.Program) shouldContain "java.net.Authenticator"
        }

        test("407 without a scheme is treated as if it were Basic, and with others alone by saying that only Basic works") {
            fun text(vararg schemes: String) = errors(variable).authentication(schemes.toList(), refused = null).message
            text() shouldContain "requires a user name and password"
            text("Negotiate", "Basic") shouldContain "requires a user name and password"
            text("Negotiate", "NTLM", "NTLM") shouldContain
                "requires a login with Negotiate or NTLM (status 407), and only Basic is supported"
            text("\u001b[31mevil") shouldNotContain "evil"
        }

        test("the advice for an address without a proxy is that of the place where the proxy was set") {
            fun text(source: ProxySource) = errors(proxy(source)).tunnel(403, IOException()).message
            text(ProxySource.Variable("HTTPS_PROXY")) shouldContain "without a proxy, name it in NO_PROXY."
            text(ProxySource.Properties("https")) shouldContain "without a proxy, name it in -Dhttp.nonProxyHosts."
            text(ProxySource.Program) shouldContain "without a proxy, name it in the program's ProxySelector."
            text(ProxySource.Setting) shouldContain "without a proxy, do not set a proxy for it."
        }

        test("a refused tunnel is the proxy's, with its status and who can help") {
            fun text(status: Int) = errors(variable).tunnel(status, IOException()).message
            text(403) shouldContain
                "The proxy proxy.corp:3128 refused a connection to idp.corp:443 with status 403. Ask its operator"
            text(499) shouldContain "NO_PROXY"
            text(500) shouldContain "with status 500. Check that address"
            text(500) shouldNotContain "NO_PROXY"
            errors(property).tunnel(403, IOException()).message shouldContain "-Dhttp.nonProxyHosts"
        }

        test("a proxy that cannot be used is told apart from the server behind it, by fault") {
            Fault.entries.forEach { fault ->
                val failure = errors(variable).unusable(fault, IOException())
                failure.fault shouldBe fault
                failure.message shouldContain "proxy.corp:3128"
                failure.message shouldContain "the variable HTTPS_PROXY"
            }
            errors(variable).unusable(Fault.CONNECTION_LOST, IOException()).message shouldContain "it must be an HTTP proxy"
            errors(socks).unusable(Fault.CONNECTION_LOST, IOException()).message shouldContain "it must be a SOCKS 5 proxy"
        }

        test("no message and no cause repeats a secret, nor what the proxy said, and none has more than three sentences") {
            val cause = IOException("Unexpected status line: Proxy-Authorization: Basic czNjcmV0 s3cret")
            val failures: List<TransportException> =
                listOf(variable, property, programs, socks).flatMap { proxy ->
                    errors(proxy).run {
                        listOf(
                            authentication(listOf("Basic"), refused = ProxySource.Program),
                            authentication(listOf("NTLM"), refused = null),
                            tunnel(403, cause),
                            socks("SOCKS: Host unreachable", cause),
                        ) + Fault.entries.map { unusable(it, cause) }
                    }
                }
            failures.forEach {
                it.stackTraceToString() shouldNotContain "cret"
                it.stackTraceToString() shouldNotContain "czNjcmV0"
                it.message.split(Regex("[.)] (?=[A-Z])")).size shouldBeLessThanOrEqualTo 3
            }
        }
    })
