package io.github.oidcauth.cli

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress

/** An OAuth 2.0 server whose device logins are finished at once, and which issues no refresh tokens. */
internal class OnlineIssuer : AutoCloseable {
    private val server =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            createContext("/") { exchange ->
                exchange.requestBody.use { it.readAllBytes() }
                val content = contentOf(exchange.requestURI.path)
                val response = content.orEmpty().encodeToByteArray()
                exchange.responseHeaders.add("Content-Type", "application/json")
                exchange.sendResponseHeaders(if (content == null) 404 else 200, response.size.toLong())
                exchange.responseBody.use { it.write(response) }
            }
        }
    val url = "http://127.0.0.1:${server.address.port}"

    init {
        server.start()
    }

    private fun contentOf(path: String): String? =
        when (path) {
            "/.well-known/openid-configuration" -> {
                """{"issuer":"$url","token_endpoint":"$url/token","device_authorization_endpoint":"$url/device",""" +
                    """"scopes_supported":["read","offline_access"]}"""
            }

            "/device" -> {
                """{"device_code":"dc","user_code":"UC","verification_uri":"$url/activate","expires_in":60,"interval":1}"""
            }

            "/token" -> {
                """{"access_token":"at","token_type":"Bearer","expires_in":3600}"""
            }

            else -> {
                null
            }
        }

    override fun close() = server.stop(0)
}
