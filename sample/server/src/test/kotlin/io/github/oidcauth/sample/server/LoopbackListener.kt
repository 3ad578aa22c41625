package io.github.oidcauth.sample.server

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.util.concurrent.CopyOnWriteArrayList

/** The end of a code login on the user's machine: hears the callback on a free port and responses with [status]. */
internal class LoopbackListener(
    private val status: Int = 200,
) : AutoCloseable {
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    val heard = CopyOnWriteArrayList<URI>()

    init {
        server.createContext("/callback") { exchange ->
            heard += exchange.requestURI
            exchange.sendResponseHeaders(status, -1)
            exchange.close()
        }
        server.start()
    }

    fun redirectUri(host: String): String = "http://$host:${server.address.port}/callback"

    fun parameter(name: String): String? = Browser.parameter(heard.single(), name)

    override fun close(): Unit = server.stop(0)
}
