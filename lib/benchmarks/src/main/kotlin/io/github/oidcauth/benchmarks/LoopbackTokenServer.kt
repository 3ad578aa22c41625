package io.github.oidcauth.benchmarks

import java.io.IOException
import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import kotlin.concurrent.thread

/** Responds to every request with the same token, and keeps its connections. It does as little as a server can do. */
class LoopbackTokenServer : AutoCloseable {
    private val listener = ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())
    val url: String = "http://127.0.0.1:${listener.localPort}/token"

    init {
        thread(isDaemon = true) {
            try {
                while (true) {
                    val socket = listener.accept()
                    thread(isDaemon = true) { serve(socket) }
                }
            } catch (_: IOException) {
                // Closed.
            }
        }
    }

    private fun serve(socket: Socket) {
        socket.tcpNoDelay = true
        try {
            socket.use {
                val input = it.getInputStream().buffered()
                while (true) {
                    input.skipNBytes(contentLength(input) ?: return)
                    it.getOutputStream().write(RESPONSE)
                }
            }
        } catch (_: IOException) {
            // The client is gone.
        }
    }

    /** Reads one head. Returns null at the end of the connection. */
    private fun contentLength(input: InputStream): Long? {
        var length = 0L
        var lines = 0
        while (true) {
            val line = line(input) ?: return null
            if (line.isEmpty() && lines > 0) return length
            if (line.startsWith("content-length:", ignoreCase = true)) length = line.substringAfter(':').trim().toLong()
            lines++
        }
    }

    private fun line(input: InputStream): String? {
        val text = StringBuilder()
        while (true) {
            when (val octet = input.read()) {
                -1 -> return null
                '\n'.code -> return text.toString().removeSuffix("\r")
                else -> text.append(octet.toChar())
            }
        }
    }

    override fun close() = listener.close()

    private companion object {
        const val BACKLOG = 50
        const val TOKEN = """{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600,"scope":"read"}"""
        val RESPONSE =
            listOf("HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: ${TOKEN.length}", "", TOKEN)
                .joinToString("\r\n")
                .encodeToByteArray()
    }
}
