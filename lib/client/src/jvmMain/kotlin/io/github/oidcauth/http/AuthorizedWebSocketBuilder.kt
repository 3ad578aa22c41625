// Tested by AuthorizedHttpClientTest.
package io.github.oidcauth.http

import io.github.oidcauth.internal.concurrent.future
import kotlinx.coroutines.future.await
import java.net.URI
import java.net.http.HttpClient
import java.net.http.WebSocket
import java.net.http.WebSocketHandshakeException
import java.time.Duration
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.CoroutineContext

/** Opens WebSockets with [client], whose handshakes have tokens by the rules of [authorizer]. */
internal class AuthorizedWebSocketBuilder(
    private val client: HttpClient,
    private val authorizer: RequestAuthorizer,
    private val context: CoroutineContext,
) : WebSocket.Builder {
    private val plain = client.newWebSocketBuilder()

    /** The settings of the program. A builder of the client cannot remove a header, so each handshake has a new one. */
    private val settings = mutableListOf<(WebSocket.Builder) -> Unit>()
    private var hasAuthorization = false

    override fun header(
        name: String,
        value: String,
    ): WebSocket.Builder {
        if (name.equals("Authorization", ignoreCase = true)) hasAuthorization = true
        return set { it.header(name, value) }
    }

    override fun connectTimeout(timeout: Duration): WebSocket.Builder = set { it.connectTimeout(timeout) }

    override fun subprotocols(
        mostPreferred: String,
        vararg lesserPreferred: String,
    ): WebSocket.Builder = set { it.subprotocols(mostPreferred, *lesserPreferred) }

    private fun set(setting: (WebSocket.Builder) -> Unit): WebSocket.Builder {
        // Applied at once, so that a setting that the client refuses is refused here.
        setting(plain)
        settings += setting
        return this
    }

    override fun buildAsync(
        uri: URI,
        listener: WebSocket.Listener,
    ): CompletableFuture<WebSocket> {
        val authorization = authorizer.begin("GET", httpUrl("$uri"), hasAuthorization) ?: return plain.buildAsync(uri, listener)
        val chosen = settings.toList()
        return future(context) {
            while (true) {
                val builder = client.newWebSocketBuilder()
                chosen.forEach { it(builder) }
                explaining { authorization.headers() }.forEach(builder::header)
                try {
                    return@future builder.buildAsync(uri, listener).await()
                } catch (e: WebSocketHandshakeException) {
                    val response = e.response ?: throw e
                    val all = response.headers()
                    if (!explaining { authorization.shouldRetry(response.statusCode(), true, all::allValues) }) throw e
                }
            }
            @Suppress("UNREACHABLE_CODE")
            error("The loop has no end.")
        }
    }

    /** The handshake is an HTTP request (RFC 6455 §4.1). */
    private fun httpUrl(
        url: String,
    ): String = if (url.startsWith("ws", ignoreCase = true)) "http" + url.drop("ws".length) else url

    override fun toString(): String = "AuthorizedWebSocketBuilder($authorizer)"
}
