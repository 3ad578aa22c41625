package io.github.oidcauth.interop.library

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

/**
 * An API that accepts the login of an access token if [isEnough] returns true for the claims of its JWT, and otherwise challenges the
 * client for [demand] (RFC 9470 §3). It does not verify signatures.
 */
internal class DemandingApi(private val demand: String, private val isEnough: (JsonObject) -> Boolean) : AutoCloseable {
    private val threads = Executors.newCachedThreadPool()
    private val received = AtomicInteger()
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0).apply {
        executor = threads
        createContext("/") { exchange -> exchange.use(::respond) }
        start()
    }
    val url: String = "http://127.0.0.1:${server.address.port}"

    /** The number of requests so far. */
    val requests: Int get() = received.get()

    private fun respond(exchange: HttpExchange) {
        received.incrementAndGet()
        val claims = exchange.requestHeaders.getFirst("Authorization").removePrefix("Bearer ").claims()
        if (isEnough(claims)) {
            val body = claims["acr"]?.jsonPrimitive?.content.orEmpty().toByteArray()
            exchange.sendResponseHeaders(200, body.size.toLong())
            exchange.responseBody.write(body)
        } else {
            val challenge = "Bearer error=\"insufficient_user_authentication\", $demand"
            exchange.responseHeaders.add("WWW-Authenticate", challenge)
            exchange.sendResponseHeaders(401, -1)
        }
    }

    private fun HttpExchange.use(action: (HttpExchange) -> Unit) = try {
        action(this)
    } finally {
        close()
    }

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }
}
