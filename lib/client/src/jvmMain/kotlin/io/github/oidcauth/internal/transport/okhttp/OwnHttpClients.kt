// Tested by OwnHttpClientFromJavaTest.
package io.github.oidcauth.internal.transport.okhttp

import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.engine.HttpClientEngineFactory
import okhttp3.OkHttpClient
import java.lang.ref.WeakReference
import java.util.WeakHashMap
import java.net.http.HttpClient as JdkHttpClient

/**
 * Ktor's clients for HTTP clients that the program has made with OkHttp or the JDK: the same one each time, as long as it is used,
 * so that configurations with the same client are equal. Thread-safe. The program's client is never closed.
 */
internal object OwnHttpClients {
    /** Guarded by itself. The values refer to the keys, so they are weak too. */
    private val clients = WeakHashMap<Any, WeakReference<HttpClient>>()

    /**
     * Returns a client that sends by [client], with its connections, proxies, trust and interceptors, but follows no redirect and
     * sends no request twice ([NoRetryInterceptor]).
     */
    fun of(client: OkHttpClient): HttpClient =
        cached(client) {
            OkHttpCallEngine.Factory(
                client
                    .newBuilder()
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .retryOnConnectionFailure(false)
                    .build(),
            )
        }

    /**
     * Returns a client that sends by [client].
     *
     * @throws IllegalArgumentException when [client] follows redirects: that cannot be switched off for one request, and would
     *     send secrets to another address.
     */
    fun of(client: JdkHttpClient): HttpClient {
        require(client.followRedirects() == JdkHttpClient.Redirect.NEVER) {
            "This HTTP client follows redirects, which would send secrets to other addresses. Build it with Redirect.NEVER."
        }
        return cached(client) { JdkCallEngine.Factory(client) }
    }

    private fun cached(
        client: Any,
        engine: () -> HttpClientEngineFactory<HttpClientEngineConfig>,
    ): HttpClient =
        synchronized(clients) {
            clients[client]?.get() ?: HttpClient(engine()) {
                followRedirects = false
                expectSuccess = false
            }.also { clients[client] = WeakReference(it) }
        }
}
