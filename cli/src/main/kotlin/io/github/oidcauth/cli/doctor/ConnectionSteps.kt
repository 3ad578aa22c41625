// Tested by ServerProbeTest.
package io.github.oidcauth.cli.doctor

import okhttp3.Call
import okhttp3.Connection
import okhttp3.EventListener
import okhttp3.Handshake
import okhttp3.HttpUrl
import okhttp3.Protocol
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Proxy
import java.security.cert.X509Certificate
import java.util.concurrent.CopyOnWriteArrayList
import javax.net.ssl.SSLPeerUnverifiedException
import javax.net.ssl.SSLSocket
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/** The steps of a request as they happen: which were completed, and which one failed. */
internal class ConnectionSteps(
    private val time: TimeSource,
) {
    enum class Kind { DNS, TCP, TLS, HTTP }

    /** A completed step. */
    class Step(
        val kind: Kind,
        val text: String,
        val milliseconds: Long,
    )

    private val completed = CopyOnWriteArrayList<Step>()

    @Volatile private var begun: TimeMark = time.markNow()

    /** The step that has begun last, which is the one that failed if the request did. */
    @Volatile var current: Kind = Kind.DNS
        private set

    val steps: List<Step> get() = completed

    /** The certificate of the server, or null without TLS. */
    @Volatile var certificate: X509Certificate? = null
        private set

    /** Returns a listener that records the steps, and passes the events that the library uses on to [other]. */
    fun listener(other: EventListener): EventListener = Recorder(other)

    private fun begin(kind: Kind) {
        current = kind
        begun = time.markNow()
    }

    private fun complete(text: String) {
        completed += Step(current, text, begun.elapsedNow().inWholeMilliseconds)
    }

    /** Records the end of the response. */
    fun end() {
        if (current == Kind.HTTP) complete("response")
    }

    private inner class Recorder(
        private val other: EventListener,
    ) : EventListener() {
        override fun proxySelectEnd(
            call: Call,
            url: HttpUrl,
            proxies: List<Proxy>,
        ) = other.proxySelectEnd(call, url, proxies)

        override fun dnsStart(
            call: Call,
            domainName: String,
        ) {
            begin(Kind.DNS)
            other.dnsStart(call, domainName)
        }

        override fun dnsEnd(
            call: Call,
            domainName: String,
            inetAddressList: List<InetAddress>,
        ) = complete("$domainName is " + inetAddressList.take(MAX_ADDRESSES).joinToString { it.hostAddress })

        override fun connectStart(
            call: Call,
            inetSocketAddress: InetSocketAddress,
            proxy: Proxy,
        ) {
            begin(Kind.TCP)
            other.connectStart(call, inetSocketAddress, proxy)
        }

        override fun secureConnectStart(call: Call) {
            complete("connected")
            begin(Kind.TLS)
            other.secureConnectStart(call)
        }

        override fun secureConnectEnd(
            call: Call,
            handshake: Handshake?,
        ) = complete(handshake?.tlsVersion?.javaName.orEmpty())

        override fun connectEnd(
            call: Call,
            inetSocketAddress: InetSocketAddress,
            proxy: Proxy,
            protocol: Protocol?,
        ) {
            if (current == Kind.TCP) complete("connected")
        }

        override fun connectFailed(
            call: Call,
            inetSocketAddress: InetSocketAddress,
            proxy: Proxy,
            protocol: Protocol?,
            ioe: IOException,
        ) = other.connectFailed(call, inetSocketAddress, proxy, protocol, ioe)

        override fun connectionAcquired(
            call: Call,
            connection: Connection,
        ) {
            certificate = certificateOf(connection)
            other.connectionAcquired(call, connection)
        }

        override fun requestHeadersStart(call: Call) = begin(Kind.HTTP)

        override fun callFailed(
            call: Call,
            ioe: IOException,
        ) = other.callFailed(call, ioe)
    }

    /** Reads the session, because OkHttp has no certificates where it does not know the trusted ones. */
    private fun certificateOf(connection: Connection): X509Certificate? =
        try {
            (connection.socket() as? SSLSocket)?.session?.peerCertificates?.firstOrNull() as? X509Certificate
        } catch (_: SSLPeerUnverifiedException) {
            null
        }

    private companion object {
        const val MAX_ADDRESSES = 4
    }
}
