package io.github.oidcauth.sample.oauth2

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList

/** The page of a program that the browser comes back to. */
internal class CallbackPage : AutoCloseable {
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val visits = CopyOnWriteArrayList<String>()
    private val origin = "http://127.0.0.1:${server.address.port}"

    val uri = "$origin/callback"

    /** The URL to which the browser was sent, including the code. */
    val visitedUrl: String get() = visits.single()

    init {
        server.createContext("/callback") { exchange ->
            visits += origin + exchange.requestURI
            exchange.sendResponseHeaders(200, -1)
            exchange.close()
        }
        server.start()
    }

    override fun close(): Unit = server.stop(0)
}
