package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.internal.transport.okhttp.RawServer
import java.io.IOException
import java.net.InetAddress
import java.net.Socket
import java.util.Base64
import kotlin.concurrent.thread

/**
 * A proxy on the loopback interface, for https by `CONNECT` and for http. It knows [hosts] by their names, with the ports of
 * this machine where they really are. With a [login] of the form `user:password` it lets nobody else through, and says so as
 * [challenge] has it.
 */
internal class TestProxy(
    private val hosts: Map<String, Int>,
    private val login: String? = null,
    private val challenge: String = "Proxy-Authenticate: Basic realm=\"corp\"\r\n",
) : AutoCloseable {
    private val server = RawServer { serve(it) }
    val port: Int get() = server.port

    private val heads: List<List<String>> get() = server.requests.filter { it.isNotEmpty() }

    /** The first lines of the requests that came, in order. */
    val requests: List<String> get() = heads.map { it.first() }

    /** The values of `Proxy-Authorization`, one for each request. */
    val logins: List<String?> get() = heads.map { loginOf(it) }

    private fun RawServer.serve(socket: Socket) {
        while (true) {
            val head = readHead(socket).ifEmpty { return }
            when {
                login != null && loginOf(head) != login -> {
                    write(socket, "HTTP/1.1 407 Proxy Authentication Required\r\n${challenge}Content-Length: 0\r\n\r\n")
                }

                head.first().startsWith("CONNECT ") -> {
                    return tunnel(socket, head.first().split(' ')[1])
                }

                else -> {
                    write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nby proxy!")
                }
            }
        }
    }

    private fun RawServer.tunnel(
        socket: Socket,
        address: String,
    ) {
        val port = hosts[address] ?: return write(socket, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        Socket(InetAddress.getLoopbackAddress(), port).use { target ->
            write(socket, "HTTP/1.1 200 Connection established\r\n\r\n")
            join(socket, target)
        }
    }

    override fun close() = server.close()

    companion object {
        private fun loginOf(head: List<String>): String? =
            head
                .firstOrNull { it.startsWith("Proxy-Authorization: Basic ", ignoreCase = true) }
                ?.let { Base64.getDecoder().decode(it.substringAfter("Basic ")).decodeToString() }

        /** Hands on what each of the two says, until one goes away. */
        fun join(
            one: Socket,
            other: Socket,
        ) {
            thread(isDaemon = true, name = "proxy-responses") { pump(other, one) }
            pump(one, other)
        }

        private fun pump(
            from: Socket,
            to: Socket,
        ) {
            try {
                from.getInputStream().transferTo(to.getOutputStream())
                to.close()
            } catch (_: IOException) {
                // One side is gone.
            }
        }
    }
}
