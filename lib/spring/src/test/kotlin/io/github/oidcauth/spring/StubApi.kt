package io.github.oidcauth.spring

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors

/** A request as it arrived, with names of headers in lower case. */
internal class Arrived(
    val method: String,
    val path: String,
    val headers: Map<String, List<String>>,
    val body: String,
    val number: Int,
) {
    fun header(name: String): String? = headers[name]?.singleOrNull()

    val authorization: String? get() = header("authorization")
}

/** A response of a [StubApi]. */
internal class Reply(
    val status: Int = 200,
    val body: String = "hello",
    val headers: Map<String, String> = emptyMap(),
)

/** An API on this machine, which responds as [reply] sets. */
internal class StubApi(
    private val reply: (Arrived) -> Reply = { Reply() },
) : AutoCloseable {
    val requests = CopyOnWriteArrayList<Arrived>()
    private val threads = Executors.newCachedThreadPool()
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    val url = "http://127.0.0.1:${server.address.port}"

    init {
        server.executor = threads
        server.createContext("/") { exchange -> exchange.use(::respond) }
        server.start()
    }

    private fun respond(exchange: HttpExchange) {
        val headers = exchange.requestHeaders.entries.associate { it.key.lowercase() to it.value.toList() }
        val body = exchange.requestBody.readBytes().decodeToString()
        val arrived = Arrived(exchange.requestMethod, exchange.requestURI.toString(), headers, body, requests.size + 1)
        requests += arrived
        val reply = reply(arrived)
        reply.headers.forEach { (name, value) -> exchange.responseHeaders.add(name, value) }
        val bytes = reply.body.encodeToByteArray()
        exchange.sendResponseHeaders(reply.status, if (bytes.isEmpty()) -1 else bytes.size.toLong())
        exchange.responseBody.write(bytes)
    }

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }

    private fun HttpExchange.use(action: (HttpExchange) -> Unit) =
        try {
            action(this)
        } finally {
            close()
        }

    companion object {
        const val INVALID_TOKEN = "Bearer error=\"invalid_token\""

        fun unauthorized(body: String = "") = Reply(401, body, mapOf("WWW-Authenticate" to INVALID_TOKEN))
    }
}
