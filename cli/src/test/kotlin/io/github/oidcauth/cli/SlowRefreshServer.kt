package io.github.oidcauth.cli

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** Replaces a refresh token, and keeps the response back until it is told to [respond]. */
internal class SlowRefreshServer : AutoCloseable {
    private val requested = CountDownLatch(1)
    private val mayRespond = CountDownLatch(1)
    private val threads = Executors.newCachedThreadPool()
    private val server =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            executor = threads
            createContext("/") { exchange ->
                exchange.requestBody.use { it.readAllBytes() }
                requested.countDown()
                mayRespond.await()
                val response = """{"access_token": "new", "expires_in": 3600, "refresh_token": "r-new"}""".encodeToByteArray()
                exchange.responseHeaders.add("Content-Type", "application/json")
                exchange.sendResponseHeaders(200, response.size.toLong())
                exchange.responseBody.use { it.write(response) }
            }
            start()
        }
    val url = "http://127.0.0.1:${server.address.port}"

    fun awaitRequest() = check(requested.await(60, TimeUnit.SECONDS)) { "Nobody asked." }

    fun respond() = mayRespond.countDown()

    override fun close() {
        respond()
        server.stop(0)
        threads.shutdownNow()
    }
}
