package io.github.oidcauth.internal.transport

import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.tls.TlsMessages
import io.ktor.client.network.sockets.ConnectTimeoutException
import io.ktor.client.plugins.HttpRequestTimeoutException
import io.ktor.http.URLDecodeException
import io.ktor.http.URLParserException
import java.io.EOFException
import java.io.IOException
import java.net.ConnectException
import java.net.MalformedURLException
import java.net.NoRouteToHostException
import java.net.PortUnreachableException
import java.net.SocketException
import java.net.SocketTimeoutException
import java.net.URISyntaxException
import java.net.UnknownHostException
import java.net.UnknownServiceException
import java.net.http.HttpTimeoutException
import java.nio.channels.ClosedChannelException
import java.nio.channels.UnresolvedAddressException
import java.util.concurrent.CancellationException
import javax.net.ssl.SSLException

/**
 * Classifies the exceptions of OkHttp, Ktor and the JDK. They are nested (an unknown host is a `ConnectException` in
 * `java.net.http`), so the whole chain of causes is searched, for the most specific fault first. If a host has several addresses,
 * OkHttp throws the fault of the first one, with those of the others suppressed.
 */
internal object JvmFaultFinder : FaultFinder {
    override fun find(cause: Throwable): Fault? {
        val chain = causes(cause).flatMap { it.suppressed.asSequence() + it }.toList()
        return when {
            chain.any { it is UnknownHostException || it is UnresolvedAddressException } -> Fault.UNKNOWN_HOST

            // URLs from servers may be invalid, and each client reports that with another exception.
            chain.any { isNoAddress(it) } -> Fault.UNKNOWN_HOST

            chain.any { isTimeout(it) } -> Fault.TIMEOUT

            chain.any { isOfTls(it) } -> if (isCutHandshake(chain)) Fault.CONNECTION_LOST else Fault.TLS

            chain.any { isUnreachable(it) } -> Fault.CONNECTION_REFUSED

            chain.any { isRefusedTunnel(it) } -> Fault.CONNECTION_REFUSED

            // All other I/O exceptions mean a broken connection, or bytes that are not HTTP.
            chain.any { it is IOException } -> Fault.CONNECTION_LOST

            // Engines parse a Content-Length without checking it.
            chain.any { it is NumberFormatException } -> Fault.CONNECTION_LOST

            // The engine gave up the request. The caller's cancellation does not get here.
            chain.any { it is CancellationException } -> Fault.CONNECTION_LOST

            else -> null
        }
    }

    override fun describe(
        cause: Throwable,
        origin: String,
    ): String? =
        when (find(cause)) {
            Fault.TLS -> TlsMessages.of(withSuppressed(cause), origin)
            Fault.CONNECTION_LOST -> TlsMessages.ofLostConnection(withSuppressed(cause), origin)
            else -> null
        }

    private fun withSuppressed(cause: Throwable): List<Throwable> =
        causes(cause).flatMap { it.suppressed.asSequence().flatMap(::causes) + it }.toList()

    private fun causes(e: Throwable) = generateSequence(e) { it.cause }.take(MAX_CAUSES)

    /** OkHttp throws an exception of another class if the JVM supports none of its TLS versions or ciphers. */
    private fun isOfTls(e: Throwable): Boolean =
        e is SSLException || (e is UnknownServiceException && "acceptable protocols" in e.message.orEmpty())

    private fun isNoAddress(e: Throwable): Boolean =
        e is URISyntaxException ||
            e is MalformedURLException ||
            e is URLParserException ||
            e is URLDecodeException ||
            (e is IllegalArgumentException && NO_ADDRESS.any { it in e.message.orEmpty() })

    private fun isTimeout(e: Throwable): Boolean =
        e is HttpTimeoutException ||
            e is SocketTimeoutException ||
            e is ConnectTimeoutException ||
            e is HttpRequestTimeoutException ||
            (e is ConnectException && "timed out" in e.message.orEmpty())

    /** Returns whether the handshake failed only because the connection was closed, which says nothing about certificates. */
    private fun isCutHandshake(chain: List<Throwable>): Boolean =
        chain.filter(::isOfTls).all { handshake -> causes(handshake).any { isCut(it) } }

    private fun isCut(e: Throwable): Boolean = e is EOFException || e is SocketException || e is ClosedChannelException

    private fun isUnreachable(e: Throwable): Boolean =
        e is ConnectException ||
            e is NoRouteToHostException ||
            e is PortUnreachableException ||
            (e is SocketException && "unreachable" in e.message.orEmpty())

    /**
     * Returns whether a proxy refused the tunnel. For a 407 to a tunnel, Ktor's engine for `java.net.http`, which callers may
     * use, only reports a cancellation.
     */
    private fun isRefusedTunnel(e: Throwable): Boolean =
        (e is IOException && REFUSED_TUNNEL.any { e.message.orEmpty().startsWith(it) }) ||
            (e is CancellationException && e.message == "Request was cancelled")

    /** The messages of `java.net.http` and OkHttp. */
    private val REFUSED_TUNNEL =
        listOf("Tunnel failed", "Failed to authenticate with proxy", "Unexpected response code for CONNECT")

    /**
     * Parts of the messages "unsupported URI" of `java.net.http` and "Server name value of host_name cannot have the trailing
     * dot".
     */
    private val NO_ADDRESS = listOf("URI", "Server name value")
    private const val MAX_CAUSES = 20
}
