package io.github.oidcauth.internal.transport.tls

import java.net.InetAddress
import java.net.Socket
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocket
import javax.net.ssl.SSLSocketFactory

/**
 * Makes sockets of a context that is known later than HTTP clients want their socket factory.
 *
 * The JDK compares the host name while it validates the certificate, so that a refusal can name whom the certificate is for. That
 * is in addition to what the HTTP client compares.
 */
internal class PreparedSocketFactory(
    private val context: () -> SSLContext,
) : SSLSocketFactory() {
    private val delegate: SSLSocketFactory get() = context().socketFactory

    override fun createSocket(
        socket: Socket,
        host: String,
        port: Int,
        autoClose: Boolean,
    ): Socket = delegate.createSocket(socket, host, port, autoClose).checkingHost()

    override fun createSocket(): Socket = delegate.createSocket().checkingHost()

    override fun createSocket(
        host: String,
        port: Int,
    ): Socket = delegate.createSocket(host, port).checkingHost()

    override fun createSocket(
        host: String,
        port: Int,
        localHost: InetAddress,
        localPort: Int,
    ): Socket = delegate.createSocket(host, port, localHost, localPort).checkingHost()

    override fun createSocket(
        host: InetAddress,
        port: Int,
    ): Socket = delegate.createSocket(host, port).checkingHost()

    override fun createSocket(
        address: InetAddress,
        port: Int,
        localAddress: InetAddress,
        localPort: Int,
    ): Socket = delegate.createSocket(address, port, localAddress, localPort).checkingHost()

    override fun getDefaultCipherSuites(): Array<String> = delegate.defaultCipherSuites

    override fun getSupportedCipherSuites(): Array<String> = delegate.supportedCipherSuites

    private fun Socket.checkingHost(): Socket =
        apply {
            if (this is SSLSocket) sslParameters = sslParameters.apply { endpointIdentificationAlgorithm = "HTTPS" }
        }
}
