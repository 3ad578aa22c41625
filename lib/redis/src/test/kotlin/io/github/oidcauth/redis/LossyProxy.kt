package io.github.oidcauth.redis

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread

/** Stands between a store and the Redis at [target], and can lose a response: what was asked has been done then. */
internal class LossyProxy(
    @Volatile var target: Int,
) : AutoCloseable {
    private class Loss(
        val marker: String,
        val meanwhile: () -> Unit,
    )

    private val socket = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val connections = CopyOnWriteArrayList<Socket>()
    private val loss = AtomicReference<Loss?>()

    @Volatile private var isCut = false
    val url: String get() = "redis://127.0.0.1:${socket.localPort}"

    /**
     * Cuts the connection instead of passing on the response to the next request with [marker] in it, when [meanwhile] has
     * been done.
     */
    fun loseResponseTo(
        marker: String,
        meanwhile: () -> Unit,
    ) {
        loss.set(Loss(marker, meanwhile))
    }

    /** Ends all connections, and lets no other one come about. */
    fun cut() {
        isCut = true
        connections.forEach { it.close() }
    }

    fun restore() {
        isCut = false
    }

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                val client = runCatching { socket.accept() }.getOrNull() ?: break
                if (isCut) {
                    client.close()
                    continue
                }
                thread(isDaemon = true) { serve(client) }
            }
        }
    }

    private fun serve(client: Socket) {
        try {
            val server = Socket(InetAddress.getLoopbackAddress(), target)
            connections += listOf(client, server)
            val lost = AtomicReference<Loss?>()
            thread(isDaemon = true) {
                pump(server, client) {
                    val due = lost.get() ?: return@pump true
                    due.meanwhile()
                    false
                }
            }
            pump(client, server) { request ->
                loss.get()?.takeIf { it.marker in request && loss.compareAndSet(it, null) }?.let(lost::set)
                true
            }
        } catch (_: IOException) {
            client.close()
        }
    }

    /** Ends both connections when [passes] says no, or one has ended. */
    private fun pump(
        from: Socket,
        to: Socket,
        passes: (String) -> Boolean,
    ) {
        val buffer = ByteArray(BUFFER)
        try {
            while (true) {
                val count = from.getInputStream().read(buffer)
                if (count < 0 || !passes(buffer.decodeToString(0, count))) break
                to.getOutputStream().write(buffer, 0, count)
            }
        } catch (_: IOException) {
            // The other direction has ended.
        } finally {
            from.close()
            to.close()
        }
    }

    override fun close() {
        socket.close()
        connections.forEach { it.close() }
    }

    private companion object {
        const val BUFFER = 65_536
    }
}
