package io.github.oidcauth.internal.versions

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.TokenKey
import io.github.oidcauth.java.BlockingOAuth2Client
import io.github.oidcauth.java.BlockingTokenStore
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ServerMetadata
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.file.Files
import java.util.function.Supplier

/** Gets a token from a server, stores it and reads it back: what most of the library, and of what it stands on, takes part in. */
class FirstRequest : Supplier<String> {
    override fun get(): String {
        val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
        server.createContext("/token") { exchange ->
            val body = """{"access_token":"first","token_type":"Bearer","expires_in":600}""".toByteArray()
            exchange.responseHeaders.add("Content-Type", "application/json")
            exchange.sendResponseHeaders(200, body.size.toLong())
            exchange.responseBody.use { it.write(body) }
        }
        server.start()
        try {
            return stored("http://127.0.0.1:${server.address.port}")
        } finally {
            server.stop(0)
        }
    }

    private fun stored(issuer: String): String {
        val metadata = ServerMetadata.builder().issuer(issuer).tokenEndpoint("$issuer/token").build()
        val client = BlockingOAuth2Client.of(metadata, ClientConfig.builder("client").clientSecret("secret").build())
        val store = BlockingTokenStore(FileTokenStore(Files.createTempDirectory("first").resolve("tokens.json")))
        val key = TokenKey.of(issuer)
        store.put(key, client.token(ClientCredentialsGrant()))
        return checkNotNull(store.get(key)).accessToken
    }
}
