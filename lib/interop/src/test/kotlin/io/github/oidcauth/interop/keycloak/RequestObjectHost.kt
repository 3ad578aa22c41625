package io.github.oidcauth.interop.keycloak

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import io.github.oidcauth.interop.keys.TestCertificates
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.UUID
import java.util.concurrent.ConcurrentHashMap

/** A host on which clients publish their request objects for servers, over https (RFC 9101, section 5.2). */
internal class RequestObjectHost : AutoCloseable {
    private val published = ConcurrentHashMap<String, String>()

    private val server = HttpsServer.create(InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0).apply {
        httpsConfigurator = HttpsConfigurator(TestCertificates.tls(TestCertificates.server))
        createContext(PATH) { it.respond(published[it.requestURI.path]) }
        start()
    }
    private val address = "https://127.0.0.1:${server.address.port}"

    /** All addresses of this host, as Keycloak writes them. */
    val everything: String = "$address$PATH*"

    /** Publishes [requestObject] and returns its address. */
    fun publish(requestObject: String): String {
        val path = PATH + UUID.randomUUID()
        published[path] = requestObject
        return address + path
    }

    override fun close() = server.stop(0)

    private companion object {
        const val PATH = "/requests/"

        fun HttpExchange.respond(requestObject: String?) {
            responseHeaders.add("Content-Type", "application/oauth-authz-req+jwt")
            val body = requestObject.orEmpty().toByteArray()
            sendResponseHeaders(if (requestObject == null) 404 else 200, body.size.toLong().takeIf { it > 0 } ?: -1)
            responseBody.use { it.write(body) }
            close()
        }
    }
}
