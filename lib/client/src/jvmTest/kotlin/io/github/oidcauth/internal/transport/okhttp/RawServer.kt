package io.github.oidcauth.internal.transport.okhttp

import java.io.IOException
import java.io.InputStream
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/**
 * A server on the loopback interface that does with a connection what [respond] says, bad manners included. [requests] are the
 * first lines of what it was asked.
 */
internal class RawServer(
    private val listener: ServerSocket = ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress()),
    private val respond: RawServer.(Socket) -> Unit,
) : AutoCloseable {
    val requests = CopyOnWriteArrayList<List<String>>()
    val port: Int get() = listener.localPort
    private val open = CopyOnWriteArrayList<Socket>()
    val connections: Int get() = open.size

    init {
        thread(isDaemon = true, name = "raw-server") {
            try {
                while (true) {
                    val socket = listener.accept().also { open += it }
                    socket.tcpNoDelay = true
                    thread(isDaemon = true, name = "raw-connection") { serve(socket) }
                }
            } catch (_: IOException) {
                // Closed: the end of the test.
            }
        }
    }

    private fun serve(socket: Socket) {
        try {
            socket.use { respond(it) }
        } catch (_: IOException) {
            // The client went away, which some of the tests are about.
        }
    }

    /** Reads one request's head. */
    fun readHead(socket: Socket): List<String> {
        val lines = generateSequence { readLine(socket.getInputStream()).takeIf { it.isNotEmpty() } }.toList()
        requests += lines
        return lines
    }

    /** Reads one request with its content. */
    fun readRequest(socket: Socket): List<String> {
        val head = readHead(socket)
        val length = head.firstOrNull { it.startsWith("Content-Length:", ignoreCase = true) }?.substringAfter(':')?.trim()
        socket.getInputStream().readNBytes(length?.toInt() ?: 0)
        return head
    }

    private fun readLine(input: InputStream): String =
        buildString {
            while (true) {
                val c = input.read()
                if (c < 0 || c == '\n'.code) break
                if (c != '\r'.code) append(c.toChar())
            }
        }

    fun write(
        socket: Socket,
        text: String,
    ) {
        socket.getOutputStream().write(text.toByteArray(Charsets.ISO_8859_1))
        socket.getOutputStream().flush()
    }

    override fun close() {
        listener.close()
        open.forEach { it.close() }
    }
}

/** After which the connection is kept. */
internal const val KEEP_ALIVE_RESPONSE: String = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

internal const val OK_RESPONSE: String = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
