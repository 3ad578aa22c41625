package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.proxy.ProxyAddress
import io.github.oidcauth.internal.transport.proxy.ProxyFaultException
import io.github.oidcauth.internal.transport.proxy.ProxySource
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import okhttp3.OkHttpClient
import okhttp3.Request
import java.io.IOException
import java.net.ConnectException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.SocketException
import java.net.SocketTimeoutException
import java.net.UnknownHostException

/** The party whose failure it was, in cases that are rare, or come in an order that a test cannot choose. */
class ProxyEventListenerTest :
    FunSpec({
        val call = OkHttpClient().newCall(Request.Builder().url("https://idp.test/").build())
        val address = InetSocketAddress(InetAddress.getLoopbackAddress(), 1)

        fun proxy(type: Proxy.Type) = ProxyAddress(type, "proxy.test", 3128, null, "", ProxySource.Variable("all_proxy"))

        /** Has [failure] happen on the way to [proxy]. */
        fun <E : IOException> failing(
            failure: E,
            proxy: Proxy = proxy(Proxy.Type.HTTP),
            isTlsBegun: Boolean = false,
        ): E =
            failure.also {
                val watch = ProxyEventListener()
                watch.connectStart(call, address, proxy)
                if (isTlsBegun) watch.secureConnectStart(call)
                watch.connectFailed(call, address, proxy, null, it)
            }

        fun told(failure: IOException) = ProxyFaultException.find(failure)?.failure as TransportException

        listOf(
            Triple(Proxy.Type.HTTP, SocketTimeoutException("Connect timed out"), Fault.TIMEOUT),
            Triple(Proxy.Type.HTTP, ConnectException("Failed to connect to proxy.test/192.0.2.1:3128"), Fault.CONNECTION_REFUSED),
            Triple(Proxy.Type.HTTP, SocketException("Network is unreachable"), Fault.CONNECTION_REFUSED),
            Triple(Proxy.Type.HTTP, IOException("unexpected end of stream"), Fault.CONNECTION_LOST),
            Triple(Proxy.Type.SOCKS, SocketException("Connect timed out"), Fault.TIMEOUT),
            Triple(Proxy.Type.SOCKS, SocketTimeoutException("Read timed out"), Fault.TIMEOUT),
            Triple(Proxy.Type.SOCKS, SocketException("proxy.test"), Fault.CONNECTION_REFUSED),
            Triple(Proxy.Type.SOCKS, SocketException("SOCKS: TTL expired"), Fault.CONNECTION_REFUSED),
            Triple(Proxy.Type.SOCKS, SocketException("Malformed reply from SOCKS server"), Fault.CONNECTION_LOST),
            Triple(Proxy.Type.SOCKS, SocketException("Reply from SOCKS server has bad length"), Fault.CONNECTION_LOST),
            Triple(Proxy.Type.SOCKS, UnknownHostException("idp.test/<unresolved>:443"), Fault.CONNECTION_LOST),
        ).forEach { (type, failure, fault) ->
            test("$type, ${failure.javaClass.simpleName} '${failure.message}' is $fault of the proxy") {
                told(failing(failure, proxy(type))).run {
                    this.fault shouldBe fault
                    message shouldContain "roxy proxy.test:3128"
                }
            }
        }

        test("without a proxy, and once TLS with the server has begun, a failure is none of a proxy") {
            ProxyFaultException.find(failing(ConnectException(), Proxy.NO_PROXY)).shouldBeNull()
            ProxyFaultException.find(failing(SocketException("Connection reset"), isTlsBegun = true)).shouldBeNull()
            ProxyFaultException.find(IOException()).shouldBeNull()
        }

        test("a proxy's response at one address is reported rather than the silence of another, in either order") {
            fun silent() = failing(ConnectException("Failed to connect to /[::1]:3128"))

            fun refusal() = failing(IOException("Unexpected response code for CONNECT: 403"))

            told(silent().apply { addSuppressed(refusal()) }).message shouldContain "status 403"
            told(refusal().apply { addSuppressed(silent()) }).message shouldContain "status 403"
            told(silent().apply { addSuppressed(silent()) }).message shouldContain "cannot be reached"
        }

        test("a fault is found below what engines wrap around it, and only once for a failure") {
            val failure = failing(ConnectException())
            failing(failure).suppressed.size shouldBe 1
            told(IOException("wrapped", failure)).fault shouldBe Fault.CONNECTION_REFUSED
        }
    })
