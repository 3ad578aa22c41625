package io.github.oidcauth.cli

import com.sun.net.httpserver.HttpsServer
import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.Path
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/**
 * A login server with a private certificate that no name server knows, and the proxy through which alone it is reached: by
 * `CONNECT`, with user name and password.
 */
internal class CorporateNetwork(
    directory: Path,
) : AutoCloseable {
    private val proxy = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val server: HttpsServer = SelfSignedServer.start(directory, "dns:$HOST")
    private val open = CopyOnWriteArrayList<Socket>()

    val url: String = "https://$HOST"
    val proxyAddress: String = "127.0.0.1:${proxy.localPort}"
    val authority: Path = SelfSignedServer.certificate(directory)

    /** First lines of what the proxy was asked. */
    val tunnels = CopyOnWriteArrayList<String>()

    /** Names of the headers that the server has seen. */
    val headers = CopyOnWriteArrayList<String>()

    init {
        server.createContext("/") { exchange ->
            headers += exchange.requestHeaders.keys
            exchange.requestBody.use { it.readAllBytes() }
            val response = """{"access_token": "new", "expires_in": 3600, "refresh_token": "r-new"}""".encodeToByteArray()
            exchange.responseHeaders.add("Content-Type", "application/json")
            exchange.sendResponseHeaders(200, response.size.toLong())
            exchange.responseBody.use { it.write(response) }
        }
        thread(isDaemon = true, name = "proxy") {
            try {
                while (true) {
                    val socket = proxy.accept().also { open += it }
                    thread(isDaemon = true, name = "proxy-connection") { quietly { socket.use { serve(it) } } }
                }
            } catch (_: IOException) {
                // Closed: the end of the test.
            }
        }
    }

    private fun serve(socket: Socket) {
        val input = socket.getInputStream()
        val head = generateSequence { line(socket).ifEmpty { null } }.toList()
        tunnels += head.firstOrNull() ?: return
        val refusal =
            when {
                "Proxy-Authorization: Basic $CREDENTIALS" !in head -> "407 No\r\nProxy-Authenticate: Basic realm=\"corp\""
                head.first() != "CONNECT $HOST:443 HTTP/1.1" -> "403 No"
                else -> null
            }
        socket.getOutputStream().write("HTTP/1.1 ${refusal ?: "200 OK"}\r\n".toByteArray())
        socket.getOutputStream().write((if (refusal == null) "\r\n" else "Content-Length: 0\r\n\r\n").toByteArray())
        if (refusal != null) return
        Socket(InetAddress.getLoopbackAddress(), server.address.port).use { target ->
            thread(isDaemon = true, name = "proxy-responses") {
                quietly { target.getInputStream().transferTo(socket.getOutputStream()) }
            }
            input.transferTo(target.getOutputStream())
        }
    }

    private fun line(socket: Socket): String =
        generateSequence { socket.getInputStream().read().takeIf { it >= 0 && it != '\n'.code } }
            .map { it.toChar() }
            .joinToString("")
            .trimEnd('\r')

    private fun quietly(action: () -> Unit) {
        try {
            action()
        } catch (_: IOException) {
            // One side is gone.
        }
    }

    override fun close() {
        proxy.close()
        open.forEach { it.close() }
        server.stop(0)
    }

    companion object {
        const val HOST = "idp.corp.test"
        private val CREDENTIALS = Base64.getEncoder().encodeToString("alice:pa ss".toByteArray())
    }
}
