// Tested by PollableSocketTest.
package io.github.oidcauth.internal.transport.okhttp

import okhttp3.Call
import okhttp3.Connection
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Socket
import java.util.WeakHashMap
import javax.net.SocketFactory

/** Creates [PollableSocket]s, and finds the one below the TLS socket of a connection. */
internal object PollableSocketFactory : SocketFactory() {
    /** The sockets below TLS sockets, by identity. Guarded by itself; only map operations happen under it. */
    private val underlying = WeakHashMap<Socket, PollableSocket>()

    /** The call for which OkHttp connects on this thread. It creates the socket directly after the event for the call. */
    private val connecting = ThreadLocal<Call?>()

    /** Assigns the next socket of this thread to [call]. */
    fun connectFor(call: Call): Unit = connecting.set(call)

    /** Stores that [socket] uses TLS over [plain]. */
    fun registerTls(
        socket: Socket,
        plain: Socket,
    ) {
        if (plain is PollableSocket) synchronized(underlying) { underlying[socket] = plain }
    }

    /**
     * Returns the socket of [connection], or null if it is not a [PollableSocket]: the JDK creates the sockets to a SOCKS proxy.
     */
    fun of(connection: Connection): PollableSocket? {
        val socket = connection.socket()
        return socket as? PollableSocket ?: synchronized(underlying) { underlying[socket] }
    }

    override fun createSocket(): Socket = PollableSocket(connecting.get()).also { connecting.remove() }

    override fun createSocket(
        host: String,
        port: Int,
    ): Socket = createSocket(InetAddress.getByName(host), port)

    override fun createSocket(
        host: InetAddress,
        port: Int,
    ): Socket = PollableSocket().apply { connect(InetSocketAddress(host, port)) }

    override fun createSocket(
        host: String,
        port: Int,
        localHost: InetAddress,
        localPort: Int,
    ): Socket = createSocket(InetAddress.getByName(host), port, localHost, localPort)

    override fun createSocket(
        host: InetAddress,
        port: Int,
        localHost: InetAddress,
        localPort: Int,
    ): Socket =
        PollableSocket().apply {
            bind(InetSocketAddress(localHost, localPort))
            connect(InetSocketAddress(host, port))
        }
}
