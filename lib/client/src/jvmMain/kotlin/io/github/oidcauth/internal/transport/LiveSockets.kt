package io.github.oidcauth.internal.transport

import okhttp3.Connection
import okhttp3.Protocol
import java.io.IOException
import java.net.Socket
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.util.WeakHashMap

/**
 * Knows of each connection whether the server has closed it while it was kept, or has sent what nobody asked for. Takes no time.
 *
 * OkHttp looks by itself after ten seconds only, by a read that waits for a millisecond. A socket of a channel can be read without
 * waiting. Over TLS that has to be the socket below, which is why it is remembered here.
 */
internal object LiveSockets {
    private class Known(
        val channel: SocketChannel?,
        var isUsed: Boolean = false,
    )

    /** By identity. Guarded by itself; only map operations happen under it. */
    private val known = WeakHashMap<Socket, Known>()

    /** Remembers that [socket] speaks TLS over [plain]. */
    fun layered(
        socket: Socket,
        plain: Socket,
    ) {
        synchronized(known) { known[socket] = Known(plain.channel) }
    }

    /** Whether [connection] can take a request. It is taken to get one. */
    fun takes(connection: Connection): Boolean {
        // Of HTTP/2 connections, OkHttp reads all the time what the server says.
        if (connection.protocol() == Protocol.HTTP_2) return true
        val socket = connection.socket()
        val known = synchronized(known) { known.getOrPut(socket) { Known(socket.channel) } }
        // What a new one has to read over TLS are session tickets.
        return !known.isUsed.also { known.isUsed = true } || isQuiet(known.channel)
    }

    /** Nobody else reads it meanwhile. One that cannot be asked, behind a SOCKS proxy, is not used again. */
    private fun isQuiet(channel: SocketChannel?): Boolean =
        try {
            channel?.configureBlocking(false)
            val octets = channel?.read(ByteBuffer.allocate(1))
            channel?.configureBlocking(true)
            octets == 0
        } catch (_: IOException) {
            false
        }
}
