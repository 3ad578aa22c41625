package io.github.oidcauth

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.internal.addresses.queryParameters
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors

/**
 * A token endpoint on this machine, which takes any grant, and issues `access1` with `refresh1`, then `access2` and so on. Started by
 * tests in Kotlin and Java.
 */
class IssuingServer : AutoCloseable {
    /** The forms that it has received. */
    val forms: MutableList<Map<String, String>> = CopyOnWriteArrayList()
    private val threads = Executors.newCachedThreadPool()
    private val server =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            executor = threads
            createContext("/token") { exchange ->
                val form = exchange.requestBody.use { it.readAllBytes().decodeToString() }
                forms += queryParameters(form).orEmpty().mapValues { it.value.single() }
                val number = forms.size
                val response =
                    """{"access_token":"access$number","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh$number"}"""
                exchange.responseHeaders.add("Content-Type", "application/json")
                exchange.sendResponseHeaders(200, response.length.toLong())
                exchange.responseBody.use { it.write(response.encodeToByteArray()) }
            }
            start()
        }
    val tokenEndpoint: String = "http://127.0.0.1:${server.address.port}/token"

    /** The kinds of grants that it has received. */
    val grants: List<String> get() = forms.map { it.getValue("grant_type").substringAfterLast(':') }

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }
}
