package io.github.oidcauth.internal.transport

import io.github.oidcauth.TransportException.Fault
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.io.EOFException
import java.io.IOException
import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.ProtocolException
import java.net.SocketException
import java.net.SocketTimeoutException
import java.net.URISyntaxException
import java.net.UnknownHostException
import java.net.http.HttpConnectTimeoutException
import java.net.http.HttpTimeoutException
import java.nio.channels.ClosedChannelException
import java.nio.channels.UnresolvedAddressException
import javax.net.ssl.SSLException
import javax.net.ssl.SSLHandshakeException
import javax.net.ssl.SSLPeerUnverifiedException

class JvmFaultFinderTest :
    FunSpec({
        listOf(
            UnknownHostException("x") to Fault.UNKNOWN_HOST,
            ConnectException().apply { initCause(UnresolvedAddressException()) } to Fault.UNKNOWN_HOST,
            URISyntaxException("https://[/", "Expected closing bracket for IPv6 address") to Fault.UNKNOWN_HOST,
            IllegalArgumentException("unsupported URI https://a_b/") to Fault.UNKNOWN_HOST,
            IllegalArgumentException("Server name value of host_name cannot have the trailing dot") to Fault.UNKNOWN_HOST,
            ConnectException("Connection refused") to Fault.CONNECTION_REFUSED,
            ConnectException("Connection timed out") to Fault.TIMEOUT,
            NoRouteToHostException("No route to host") to Fault.CONNECTION_REFUSED,
            SocketException("Network is unreachable") to Fault.CONNECTION_REFUSED,
            SSLHandshakeException("PKIX path building failed") to Fault.TLS,
            SSLPeerUnverifiedException("hostname") to Fault.TLS,
            IOException(SSLException("Unsupported or unrecognized SSL message")) to Fault.TLS,
            SSLHandshakeException("Remote host terminated the handshake").apply { initCause(EOFException()) } to
                Fault.CONNECTION_LOST,
            HttpTimeoutException("x") to Fault.TIMEOUT,
            HttpConnectTimeoutException("x") to Fault.TIMEOUT,
            SocketTimeoutException("x") to Fault.TIMEOUT,
            io.ktor.client.network.sockets.ConnectTimeoutException("x", null) to Fault.TIMEOUT,
            io.ktor.client.plugins.HttpRequestTimeoutException("https://x", 1) to Fault.TIMEOUT,
            IOException("HTTP/1.1 header parser received no bytes", EOFException()) to Fault.CONNECTION_LOST,
            SocketException("Connection reset") to Fault.CONNECTION_LOST,
            ClosedChannelException() to Fault.CONNECTION_LOST,
            ProtocolException("Invalid status line") to Fault.CONNECTION_LOST,
            RuntimeException(IOException("closed")) to Fault.CONNECTION_LOST,
        ).forEach { (cause, fault) ->
            test("${cause.javaClass.simpleName} '${cause.message}' caused by ${cause.cause?.javaClass?.simpleName} is $fault") {
                JvmFaultFinder.find(cause) shouldBe fault
            }
        }

        test("a programming error is no fault of the network") {
            JvmFaultFinder.find(IllegalStateException("x")).shouldBeNull()
            JvmFaultFinder.find(IllegalArgumentException("x")).shouldBeNull()
        }

        test("causes that go round in circles end") {
            val a = IllegalStateException("a")
            a.initCause(IllegalStateException("b", a))
            JvmFaultFinder.find(a).shouldBeNull()
        }
    })
