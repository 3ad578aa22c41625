package io.github.oidcauth.internal.transport.tls

import java.net.InetAddress
import java.net.Socket
import javax.net.ssl.SNIHostName
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocket
import javax.net.ssl.SSLSocketFactory

/**
 * Makes sockets of a context that is known later than HTTP clients want their socket factory.
 *
 * The JDK compares the host name while it validates the certificate, so that a refusal can name whom the certificate is for. That
 * is in addition to what the HTTP client compares, and left to that alone for names which the JDK takes for none, such as `a_b.example`.
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

    /** A name that it takes for none is found in no certificate, and not told to the server (RFC 6066 §3). */
    private fun isNameToJdk(host: String): Boolean {
        // An address, or a name with the dot of the root.
        if (':' in host || host.endsWith('.')) return true
        return try {
            SNIHostName(host)
            true
        } catch (_: IllegalArgumentException) {
            false
        }
    }
}
