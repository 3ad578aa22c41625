package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.transport.tls.CertificateWithKey
import io.github.oidcauth.internal.transport.tls.Tls
import io.ktor.client.HttpClient
import okhttp3.OkHttpClient

/**
 * The HTTP client for callers without their own: OkHttp behind Ktor.
 *
 * It connects within 10 seconds, follows no redirects, stores no cookies, sends each request once ([NoRetryInterceptor]), and its
 * threads are daemons, so a program need not close it. It uses HTTP/1.1 for http, and for https HTTP/2 if the server supports it.
 * [ProxyRouting] chooses proxies; their variables are read once, on creation. [Tls] handles trust, which is read by the first
 * https request.
 */
internal object DefaultHttpClient {
    /** Returns a client without settings. */
    fun create(environment: Environment): HttpClient = create(environment, ConnectionSettings.NONE)

    /**
     * Returns a client with [settings].
     *
     * The first request that needs an unusable proxy or certificate file fails with an [InvalidConfigException].
     */
    fun create(
        environment: Environment,
        settings: ConnectionSettings,
    ): HttpClient {
        val proxies = ProxyRouting.of(environment, settings.proxy)
        val tls = Tls(environment, settings.caFile, (settings.certificate as? CertificateWithKey)?.keyManager)
        return client(HttpConnections.configured(tls) { proxies.applyTo(this) })
    }

    private fun client(connections: OkHttpClient): HttpClient =
        HttpClient(OkHttpCallEngine.Factory(connections)) {
            followRedirects = false
            expectSuccess = false
        }
}
