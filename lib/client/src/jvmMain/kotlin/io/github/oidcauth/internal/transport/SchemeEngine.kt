package io.github.oidcauth.internal.transport

import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.HttpClientEngineBase
import io.ktor.client.engine.HttpClientEngineCapability
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.engine.HttpClientEngineFactory
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.http.URLProtocol
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.CoroutineDispatcher

/**
 * Sends https requests with one engine and all others with another.
 *
 * On plain http, `java.net.http` can only speak HTTP/2 by asking for it in each request (`Upgrade: h2c`, RFC 7540 §3.2, which RFC
 * 9113 has withdrawn). Servers that do not know that upgrade drop the body of the request. On https the version is agreed on in
 * the TLS handshake, and nothing has to be asked for. The JDK's client takes its version when it is made, so there are two, each
 * made by its engine for the first request.
 */
internal class SchemeEngine(
    private val secure: HttpClientEngine,
    private val plain: HttpClientEngine,
) : HttpClientEngineBase("oidc-auth") {
    override val config: HttpClientEngineConfig get() = secure.config
    override val dispatcher: CoroutineDispatcher get() = secure.dispatcher
    override val supportedCapabilities: Set<HttpClientEngineCapability<*>> get() = secure.supportedCapabilities

    @InternalAPI
    override suspend fun execute(data: HttpRequestData): HttpResponseData =
        (if (data.url.protocol == URLProtocol.HTTPS) secure else plain).execute(data)

    override fun close() {
        super.close()
        secure.close()
        plain.close()
    }

    /** Makes engines that end with the client that they are made for. */
    class Factory(
        private val engine: () -> SchemeEngine,
    ) : HttpClientEngineFactory<HttpClientEngineConfig> {
        override fun create(block: HttpClientEngineConfig.() -> Unit): HttpClientEngine = engine().also { it.config.block() }
    }
}
