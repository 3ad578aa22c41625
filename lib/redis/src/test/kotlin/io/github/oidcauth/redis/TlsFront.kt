package io.github.oidcauth.redis

import java.io.IOException
import java.net.InetAddress
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import javax.net.ssl.SSLContext
import kotlin.concurrent.thread

/** Accepts TLS connections, and passes on what it receives to [behind]. */
internal class TlsFront(
    context: SSLContext,
    private val behind: TestRedis,
) : TestRedis {
    private val socket = context.serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val connections = CopyOnWriteArrayList<Socket>()

    override val port: Int get() = socket.localPort
    override val commands: Int get() = behind.commands

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                val client =
                    try {
                        socket.accept()
                    } catch (_: IOException) {
                        break
                    }
                connections += client
                thread(isDaemon = true) { serve(client) }
            }
        }
    }

    private fun serve(client: Socket) {
        try {
            val server = Socket(InetAddress.getLoopbackAddress(), behind.port).also { connections += it }
            thread(isDaemon = true) { pump(server, client) }
            pump(client, server)
        } catch (_: IOException) {
            client.close()
        }
    }

    private fun pump(
        from: Socket,
        to: Socket,
    ) {
        try {
            from.getInputStream().transferTo(to.getOutputStream())
        } catch (_: IOException) {
            // No TLS, or the other direction has ended.
        } finally {
            from.close()
            to.close()
        }
    }

    override fun close() {
        socket.close()
        connections.forEach { it.close() }
        behind.close()
    }
}
