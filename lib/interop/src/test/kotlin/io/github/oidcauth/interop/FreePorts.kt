package io.github.oidcauth.interop

import java.net.InetAddress
import java.net.ServerSocket

/** Loopback ports for servers that have to be told theirs before they start. Nobody holds them until then. */
internal object FreePorts {
    /** As many different ports as asked for. */
    fun take(count: Int): List<Int> {
        val sockets = List(count) { ServerSocket(0, 1, InetAddress.getLoopbackAddress()) }
        return sockets.map(ServerSocket::getLocalPort).also { sockets.forEach(ServerSocket::close) }
    }
}
