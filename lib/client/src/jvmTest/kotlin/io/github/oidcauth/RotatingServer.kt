package io.github.oidcauth

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** Gives out a new refresh token each time, and none for one that has been used. */
internal class RotatingServer(
    /** Time that a response takes, in milliseconds. */
    latency: Long = 0,
    /** Until when responses are kept back. */
    private val mayRespond: CountDownLatch = CountDownLatch(0),
) : AutoCloseable {
    val redeemed = CopyOnWriteArrayList<String>()
    private val requested = CountDownLatch(1)
    private val threads = Executors.newCachedThreadPool()
    private val server =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            executor = threads
            createContext("/") { exchange ->
                val form = exchange.requestBody.use { it.readAllBytes().decodeToString() }
                val token = Regex("refresh-token=([^&]*)").find(form)?.groupValues?.get(1)
                val isNew = token != null && token == "refresh${redeemed.size}"
                token?.let { redeemed += it }
                requested.countDown()
                Thread.sleep(latency)
                mayRespond.await()
                val response =
                    if (isNew) {
                        """{"access_token": "access${redeemed.size}", "token_type": "Bearer", "expires_in": 3600,
                            "refresh_token": "refresh${redeemed.size}", "refresh_expires_in": 7200}"""
                    } else {
                        """{"error": "invalid_grant"}"""
                    }
                exchange.responseHeaders.add("Content-Type", "application/json")
                exchange.sendResponseHeaders(if (isNew) 200 else 400, response.length.toLong())
                exchange.responseBody.use { it.write(response.encodeToByteArray()) }
            }
            start()
        }
    val url = "http://127.0.0.1:${server.address.port}"

    /** Blocks until the first request is here. */
    fun awaitRequest() = check(requested.await(60, TimeUnit.SECONDS)) { "Nobody asked." }

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }
}
