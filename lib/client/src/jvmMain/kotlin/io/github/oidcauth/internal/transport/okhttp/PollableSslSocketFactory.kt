package io.github.oidcauth.internal.transport.okhttp

import java.net.InetAddress
import java.net.Socket
import javax.net.ssl.SSLSocketFactory

/** Creates the sockets of [factory], and registers the sockets below them with [PollableSocketFactory]. */
internal class PollableSslSocketFactory(
    private val factory: SSLSocketFactory,
) : SSLSocketFactory() {
    override fun getDefaultCipherSuites(): Array<String> = factory.defaultCipherSuites

    override fun getSupportedCipherSuites(): Array<String> = factory.supportedCipherSuites

    override fun createSocket(
        plain: Socket,
        host: String,
        port: Int,
        autoClose: Boolean,
    ): Socket = factory.createSocket(plain, host, port, autoClose).also { PollableSocketFactory.registerTls(it, plain) }

    override fun createSocket(
        host: String,
        port: Int,
    ): Socket = factory.createSocket(host, port)

    override fun createSocket(
        host: InetAddress,
        port: Int,
    ): Socket = factory.createSocket(host, port)

    override fun createSocket(
        host: String,
        port: Int,
        localHost: InetAddress,
        localPort: Int,
    ): Socket = factory.createSocket(host, port, localHost, localPort)

    override fun createSocket(
        host: InetAddress,
        port: Int,
        localHost: InetAddress,
        localPort: Int,
    ): Socket = factory.createSocket(host, port, localHost, localPort)
}
