// Tested by ScriptedLoginServerTest.
package io.github.oidcauth.testing.internal.server

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors

/** Accepts requests at a port of this machine. Thread-safe. */
internal class LoopbackBinding : ServerBinding {
    /** Of daemon threads, so that a server that is never closed does not keep a test run alive. */
    private val threads: ExecutorService =
        Executors.newCachedThreadPool { work -> Thread(work, "scripted-login-server").also { it.isDaemon = true } }
    private var server: HttpServer = bind(ANY_PORT)
    private val address: InetSocketAddress = server.address

    override val url: String = "http://${LOOPBACK.hostAddress}:${address.port}"

    private lateinit var respond: (IncomingRequest) -> Reply

    override fun open(respond: (IncomingRequest) -> Reply) {
        this.respond = respond
        server.start()
    }

    @Synchronized
    override fun stop(): Unit = server.stop(0)

    @Synchronized
    override fun restart() {
        server = bind(address.port)
        server.start()
    }

    override fun close() {
        stop()
        threads.shutdownNow()
    }

    private fun bind(port: Int): HttpServer =
        HttpServer.create(InetSocketAddress(LOOPBACK, port), 0).apply {
            executor = threads
            createContext("/", ::handle)
        }

    private fun handle(exchange: HttpExchange) {
        // Closing an exchange that has no response breaks the connection.
        exchange.use {
            when (val reply = respond(incomingRequestOf(it))) {
                is Reply.Response -> send(it, reply)
                Reply.Broken -> Unit
            }
        }
    }

    private fun incomingRequestOf(exchange: HttpExchange): IncomingRequest =
        IncomingRequest.of(
            exchange.requestMethod,
            exchange.requestURI.rawPath,
            exchange.requestURI.rawQuery.orEmpty(),
            exchange.requestHeaders.entries.associate { (name, values) -> name.lowercase() to values.first() },
            exchange.requestBody.readBytes().decodeToString(),
        )

    private fun send(
        exchange: HttpExchange,
        response: Reply.Response,
    ) {
        val body = response.body.encodeToByteArray()
        response.headers.forEach { (name, value) -> exchange.responseHeaders.add(name, value) }
        exchange.sendResponseHeaders(response.status, if (body.isEmpty()) NO_BODY else body.size.toLong())
        exchange.responseBody.use { it.write(body) }
    }

    /** An exchange is not an [AutoCloseable]. */
    private inline fun HttpExchange.use(block: (HttpExchange) -> Unit) {
        try {
            block(this)
        } finally {
            close()
        }
    }

    private companion object {
        const val ANY_PORT = 0
        const val NO_BODY = -1L
        val LOOPBACK: InetAddress = InetAddress.getByAddress(byteArrayOf(127, 0, 0, 1))
    }
}
