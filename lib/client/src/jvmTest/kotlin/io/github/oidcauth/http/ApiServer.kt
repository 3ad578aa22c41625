package io.github.oidcauth.http

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.io.OutputStream
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors

/** An API on the loopback interface that keeps each request and responds as [respond] says. */
internal class ApiServer(
    private val respond: Exchange.() -> Unit = { respond(200, "{}") },
) : AutoCloseable {
    private val threads = Executors.newCachedThreadPool { Thread(it).apply { isDaemon = true } }
    private val server =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            executor = threads
            createContext("/") { exchange ->
                exchange.use {
                    val request = Exchange(it)
                    requests += request
                    request.respond()
                }
            }
            start()
        }

    val requests = CopyOnWriteArrayList<Exchange>()
    val last: Exchange get() = requests.last()
    val origin: String = "http://127.0.0.1:${server.address.port}"

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }

    /** One request and its response. */
    class Exchange(
        private val exchange: HttpExchange,
    ) {
        val method: String = exchange.requestMethod

        /** Path and query as they were sent. */
        val target: String = exchange.requestURI.toString()
        val path: String get() = target.substringBefore('?')
        val query: String? = exchange.requestURI.rawQuery
        val headers = exchange.requestHeaders.mapKeys { it.key.lowercase() }
        val body: ByteArray by lazy { exchange.requestBody.readAllBytes() }
        val text: String get() = body.decodeToString()

        fun header(name: String): String? = headers[name.lowercase()]?.single()

        /** Reads [count] octets of the body, and waits for no more, as `readNBytes` would. */
        fun read(count: Int): ByteArray = ByteArray(count) { exchange.requestBody.read().toByte() }

        /** Responds with a body that [write] writes piece by piece. */
        fun stream(
            vararg headers: Pair<String, String>,
            write: (OutputStream) -> Unit,
        ) {
            headers.forEach { (name, value) -> exchange.responseHeaders.add(name, value) }
            exchange.sendResponseHeaders(200, 0)
            write(exchange.responseBody)
        }

        fun respond(
            status: Int,
            content: String = "",
            vararg headers: Pair<String, String>,
        ) = respond(status, content.encodeToByteArray(), *headers)

        fun respond(
            status: Int,
            content: ByteArray,
            vararg headers: Pair<String, String>,
        ) {
            body
            headers.forEach { (name, value) -> exchange.responseHeaders.add(name, value) }
            val isEmpty = content.isEmpty() || method == "HEAD"
            exchange.sendResponseHeaders(status, if (isEmpty) -1 else content.size.toLong())
            if (!isEmpty) exchange.responseBody.write(content)
        }
    }
}
