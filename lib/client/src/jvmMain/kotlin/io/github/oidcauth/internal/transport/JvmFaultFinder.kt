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
 * Knows the exceptions of OkHttp, Ktor and the JDK. They wrap one another (an unknown host is a `ConnectException` in
 * `java.net.http`), so the whole chain of causes is asked, for the most telling fault first. Of a host with several addresses OkHttp
 * throws the fault of the first one, with those of the others suppressed.
 */
internal object JvmFaultFinder : FaultFinder {
    override fun find(cause: Throwable): Fault? {
        val chain = causes(cause).flatMap { it.suppressed.asSequence() + it }.toList()
        return when {
            chain.any { it is UnknownHostException || it is UnresolvedAddressException } -> Fault.UNKNOWN_HOST

            // Addresses that servers name need not be any, and each client says so in its own way.
            chain.any { isNoAddress(it) } -> Fault.UNKNOWN_HOST

            chain.any { isTimeout(it) } -> Fault.TIMEOUT

            chain.any { isOfTls(it) } -> if (isCutHandshake(chain)) Fault.CONNECTION_LOST else Fault.TLS

            chain.any { isUnreachable(it) } -> Fault.CONNECTION_REFUSED

            chain.any { isRefusedTunnel(it) } -> Fault.CONNECTION_REFUSED

            // What remains of I/O in an exchange is a broken connection, or bytes that are not HTTP.
            chain.any { it is IOException } -> Fault.CONNECTION_LOST

            // Engines take a Content-Length for a number without looking.
            chain.any { it is NumberFormatException } -> Fault.CONNECTION_LOST

            // Not the caller's cancellation, which does not come here: the engine gave the request up.
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

    /** OkHttp has an exception of another family for a Java that can do nothing that it wants. */
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

    /** A handshake that ended because the other side went away says nothing about certificates. */
    private fun isCutHandshake(chain: List<Throwable>): Boolean =
        chain.filter(::isOfTls).all { handshake -> causes(handshake).any { isCut(it) } }

    private fun isCut(e: Throwable): Boolean = e is EOFException || e is SocketException || e is ClosedChannelException

    private fun isUnreachable(e: Throwable): Boolean =
        e is ConnectException ||
            e is NoRouteToHostException ||
            e is PortUnreachableException ||
            (e is SocketException && "unreachable" in e.message.orEmpty())

    /**
     * A proxy said no before the server heard of the request. Ktor's engine for `java.net.http`, which callers may bring, has nothing but
     * a cancellation for a response without a body handler, which is what a 407 to a tunnel is.
     */
    private fun isRefusedTunnel(e: Throwable): Boolean =
        (e is IOException && REFUSED_TUNNEL.any { e.message.orEmpty().startsWith(it) }) ||
            (e is CancellationException && e.message == "Request was cancelled")

    /** Of `java.net.http` and OkHttp. */
    private val REFUSED_TUNNEL =
        listOf("Tunnel failed", "Failed to authenticate with proxy", "Unexpected response code for CONNECT")

    /** "unsupported URI" of `java.net.http`, and "Server name value of host_name cannot have the trailing dot". */
    private val NO_ADDRESS = listOf("URI", "Server name value")
    private const val MAX_CAUSES = 20
}
