package io.github.oidcauth.redis

import kotlinx.coroutines.CompletableDeferred
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/** Accepts connections and says [response] to whatever it is told, or nothing at all. */
internal class SilentServer(
    private val response: String? = null,
) : AutoCloseable {
    private val socket = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val connections = CopyOnWriteArrayList<Socket>()
    private val heard = CompletableDeferred<Unit>()
    val url: String get() = "redis://127.0.0.1:${socket.localPort}"

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                val connection = runCatching { socket.accept() }.getOrNull() ?: break
                connections += connection
                thread(isDaemon = true) { serve(connection) }
            }
        }
    }

    private fun serve(connection: Socket) {
        runCatching {
            while (connection.getInputStream().read(ByteArray(BUFFER)) >= 0) {
                heard.complete(Unit)
                response?.let { connection.getOutputStream().write(it.toByteArray()) }
            }
        }
    }

    /** Waits until it has been told something. */
    suspend fun awaitRequest(): Unit = heard.await()

    override fun close() {
        socket.close()
        connections.forEach { it.close() }
    }

    private companion object {
        const val BUFFER = 65_536
    }
}
