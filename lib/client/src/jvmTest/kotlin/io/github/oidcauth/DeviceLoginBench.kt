package io.github.oidcauth

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

/** An application with device logins, which all end well once [approve] is called. */
internal class DeviceLoginBench : AutoCloseable {
    @Volatile
    private var isApproved = false
    private val started = AtomicInteger()
    private val threads = Executors.newCachedThreadPool()
    private val server: HttpServer =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            executor = threads
            createContext("/auth/v2/device") { it.respond(200, code(started.incrementAndGet())) }
            createContext("/auth/v2/token") {
                if (isApproved) it.respond(200, TOKEN) else it.respond(400, """{"error": "authorization_pending"}""")
            }
            start()
        }
    val url: String get() = "http://127.0.0.1:${server.address.port}"

    /** The number of device logins that were started. */
    val logins: Int get() = started.get()

    fun approve() {
        isApproved = true
    }

    private fun code(number: Int) =
        """{"device_code": "device$number", "user_code": "CODE-$number", "verification_uri": "$url/device",
            "expires_in": 600, "interval": 1}"""

    private fun HttpExchange.respond(
        status: Int,
        json: String,
    ) {
        requestBody.use { it.readAllBytes() }
        responseHeaders.add("Content-Type", "application/json")
        sendResponseHeaders(status, json.length.toLong())
        responseBody.use { it.write(json.encodeToByteArray()) }
    }

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }

    private companion object {
        const val TOKEN = """{"access_token": "access1", "token_type": "Bearer", "expires_in": 3600}"""
    }
}
