package io.github.oidcauth.interop.helpers

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import io.github.oidcauth.interop.keys.TestCertificates
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors

/** A server on loopback that demands a token, as [challenge] says, and serves what [content] returns for a path. */
internal class TokenServer(
    private val challenge: String,
    isEncrypted: Boolean = false,
    private val content: (String) -> ByteArray?,
) : AutoCloseable {
    private val address = InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
    private val server: HttpServer =
        if (isEncrypted) {
            HttpsServer.create(address, 0).apply {
                httpsConfigurator =
                    HttpsConfigurator(TestCertificates.tls(TestCertificates.server))
            }
        } else {
            HttpServer.create(address, 0)
        }
    private val executor = Executors.newCachedThreadPool { Thread(it).apply { isDaemon = true } }

    /** The only token that is good. */
    @Volatile
    var good: String = "nothing"

    /** The values of the header `Authorization` that have arrived, in order. */
    val credentials = CopyOnWriteArrayList<String>()
    val host = "127.0.0.1:${server.address.port}"
    val url = (if (isEncrypted) "https://" else "http://") + host

    init {
        server.executor = executor
        server.createContext("/", ::respond)
        server.start()
    }

    /** The tokens that have arrived, in order, without repetitions. skopeo sends an empty one if it has none. */
    fun tokens(): List<String> = credentials.map(::tokenIn).filter { it.isNotEmpty() }.distinct()

    private fun respond(exchange: HttpExchange) {
        val credential = exchange.requestHeaders.getFirst("Authorization")
        credential?.let { credentials += it }
        val isGood = credential != null && tokenIn(credential) == good
        val body = if (isGood) content(exchange.requestURI.path) else null
        if (!isGood) exchange.responseHeaders.add("WWW-Authenticate", challenge)
        val status = if (!isGood) {
            401
        } else if (body == null) {
            404
        } else {
            200
        }
        exchange.responseHeaders.add("Content-Type", typeOf(exchange.requestURI.path))
        val isHead = exchange.requestMethod == "HEAD"
        exchange.sendResponseHeaders(status, if (body == null || isHead) -1 else body.size.toLong())
        exchange.use { if (body != null && !isHead) it.responseBody.write(body) }
    }

    private fun typeOf(path: String) = when {
        "/simple/" in path -> "text/html"
        "/manifests/" in path -> "application/vnd.docker.distribution.manifest.v2+json"
        else -> "application/json"
    }

    private inline fun HttpExchange.use(action: (HttpExchange) -> Unit) {
        try {
            action(this)
        } finally {
            close()
        }
    }

    private fun tokenIn(credential: String): String {
        val (scheme, value) = credential.split(' ', limit = 2)
        return if (scheme == "Basic") String(Base64.getDecoder().decode(value)).substringAfter(':') else value
    }

    override fun close() {
        server.stop(0)
        executor.shutdownNow()
    }
}
