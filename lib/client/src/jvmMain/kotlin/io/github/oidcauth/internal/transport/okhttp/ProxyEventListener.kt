package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.RequestProgress
import io.github.oidcauth.internal.transport.proxy.ProxyAddress
import io.github.oidcauth.internal.transport.proxy.ProxyErrors
import io.github.oidcauth.internal.transport.proxy.ProxyFaultException
import okhttp3.Call
import okhttp3.Connection
import okhttp3.EventListener
import okhttp3.HttpUrl
import okhttp3.Protocol
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.UnknownHostException

/**
 * Distinguishes failures of the proxy from failures of the server behind it, for one call. OkHttp's exceptions do not show the
 * difference, but its events do: a failure before TLS with the server begins is one of the proxy.
 *
 * The result is added to OkHttp's exception as a suppressed [ProxyFaultException].
 */
internal class ProxyEventListener : EventListener() {
    private var proxies: List<Proxy> = emptyList()
    private var lookedUp: String? = null

    /** Volatile, because the addresses of one proxy are tried at the same time. */
    @Volatile private var isTlsBegun = false

    override fun proxySelectEnd(
        call: Call,
        url: HttpUrl,
        proxies: List<Proxy>,
    ) {
        this.proxies = proxies
    }

    override fun dnsStart(
        call: Call,
        domainName: String,
    ) {
        lookedUp = domainName
    }

    override fun connectStart(
        call: Call,
        inetSocketAddress: InetSocketAddress,
        proxy: Proxy,
    ) {
        isTlsBegun = false
        // The JDK creates the sockets to a SOCKS proxy.
        if (proxy.type() != Proxy.Type.SOCKS) PollableSocketFactory.connectFor(call)
        if (proxy.type() != Proxy.Type.DIRECT) {
            progressOf(call)?.timeoutFailure = { errors(call, proxy).unusable(Fault.TIMEOUT, null) }
        }
    }

    /**
     * Fails if the call was cancelled. OkHttp closes nothing when a call is cancelled directly before this event, and the
     * handshake would wait for as long as the server sends nothing. OkHttp treats the exception as a failed connection.
     */
    override fun secureConnectStart(call: Call) {
        if (call.isCanceled()) throw IOException("Canceled")
        isTlsBegun = true
        progressOf(call)?.timeoutFailure = null
    }

    /** The connection may also be one that another call has opened meanwhile. */
    override fun connectionAcquired(
        call: Call,
        connection: Connection,
    ) {
        progressOf(call)?.timeoutFailure = null
    }

    override fun connectFailed(
        call: Call,
        inetSocketAddress: InetSocketAddress,
        proxy: Proxy,
        protocol: Protocol?,
        ioe: IOException,
    ) {
        val isOfProxy = proxy.type() != Proxy.Type.DIRECT && !isTlsBegun
        if (isOfProxy && ProxyFaultException.find(ioe) == null) addProxyFault(ioe, call, proxy)
    }

    /** An unknown host name is reported before any connection. */
    override fun callFailed(
        call: Call,
        ioe: IOException,
    ) {
        if (ioe !is UnknownHostException) return
        val proxy = proxies.firstOrNull {
            it.type() == Proxy.Type.HTTP &&
                (it.address() as? InetSocketAddress)?.hostString == lookedUp
        }
        if (proxy != null) addProxyFault(ioe, call, proxy)
    }

    private fun addProxyFault(
        failure: IOException,
        call: Call,
        proxy: Proxy,
    ) {
        val errors = errors(call, proxy)
        val message = failure.message.orEmpty()
        val status = if (message.startsWith(REFUSED_TUNNEL)) message.removePrefix(REFUSED_TUNNEL).toIntOrNull() else null
        val isSocks = proxy.type() == Proxy.Type.SOCKS
        val isSocksReply = isSocks && message.startsWith("SOCKS")
        val failureToReport =
            when {
                status != null -> errors.tunnel(status, failure)
                isSocksReply -> errors.socks(message, failure)
                isSocks -> errors.unusable(socksFault(failure, message), failure)
                else -> errors.unusable(JvmFaultFinder.find(failure) ?: Fault.CONNECTION_LOST, failure)
            }
        failure.addSuppressed(ProxyFaultException(failureToReport, isResponse = status != null || isSocksReply))
    }

    private fun progressOf(call: Call) = call.request().tag(RequestProgress::class.java)

    private fun errors(
        call: Call,
        proxy: Proxy,
    ) = ProxyErrors(proxy, call.request().url.run { ProxyAddress.hostAndPort(host, port) })

    /**
     * Returns the fault in a failure of a SOCKS proxy, for which the JDK has only one exception class. If the other side does not
     * use version 5, the JDK tries version 4, which does not support host names.
     */
    private fun socksFault(
        failure: IOException,
        message: String,
    ): Fault =
        when {
            failure is UnknownHostException -> Fault.CONNECTION_LOST
            "timed out" in message -> Fault.TIMEOUT
            NOT_SOCKS_MESSAGES.any { message.startsWith(it) } -> Fault.CONNECTION_LOST
            else -> Fault.CONNECTION_REFUSED
        }

    private companion object {
        const val REFUSED_TUNNEL = "Unexpected response code for CONNECT: "
        val NOT_SOCKS_MESSAGES = listOf("Malformed", "Reply from SOCKS")
    }
}
