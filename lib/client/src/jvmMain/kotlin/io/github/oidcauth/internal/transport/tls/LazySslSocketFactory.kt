// Tested by HostNamesTest and TlsFaultsTest.
package io.github.oidcauth.internal.transport.tls

import java.net.InetAddress
import java.net.Socket
import javax.net.ssl.SNIHostName
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocket
import javax.net.ssl.SSLSocketFactory

/**
 * Creates sockets of a context that is created later than the HTTP client needs its socket factory.
 *
 * The JDK compares the host name while it validates the certificate, so that a refusal can name the hosts of the certificate. The
 * HTTP client compares it as well. For names that the JDK does not accept, such as `a_b.example`, only the HTTP client does.
 */
internal class LazySslSocketFactory(
    private val context: () -> SSLContext,
) : SSLSocketFactory() {
    private val delegate: SSLSocketFactory get() = context().socketFactory

    override fun createSocket(
        socket: Socket,
        host: String,
        port: Int,
        autoClose: Boolean,
    ): Socket {
        val secure = delegate.createSocket(socket, host, port, autoClose)
        return if (isNameToJdk(host)) secure.withHostCheck() else secure
    }

    override fun createSocket(): Socket = delegate.createSocket().withHostCheck()

    override fun createSocket(
        host: String,
        port: Int,
    ): Socket = delegate.createSocket(host, port).withHostCheck()

    override fun createSocket(
        host: String,
        port: Int,
        localHost: InetAddress,
        localPort: Int,
    ): Socket = delegate.createSocket(host, port, localHost, localPort).withHostCheck()

    override fun createSocket(
        host: InetAddress,
        port: Int,
    ): Socket = delegate.createSocket(host, port).withHostCheck()

    override fun createSocket(
        address: InetAddress,
        port: Int,
        localAddress: InetAddress,
        localPort: Int,
    ): Socket = delegate.createSocket(address, port, localAddress, localPort).withHostCheck()

    override fun getDefaultCipherSuites(): Array<String> = delegate.defaultCipherSuites

    override fun getSupportedCipherSuites(): Array<String> = delegate.supportedCipherSuites

    private fun Socket.withHostCheck(): Socket =
        apply {
            if (this is SSLSocket) sslParameters = sslParameters.apply { endpointIdentificationAlgorithm = "HTTPS" }
        }

    /**
     * Returns whether the JDK accepts the host name. It finds other names in no certificate, and does not send them to the server
     * (RFC 6066 §3).
     */
    private fun isNameToJdk(host: String): Boolean {
        // An IP address, or a name with the dot of the root.
        if (':' in host || host.endsWith('.')) return true
        return try {
            SNIHostName(host)
            true
        } catch (_: IllegalArgumentException) {
            false
        }
    }
}
