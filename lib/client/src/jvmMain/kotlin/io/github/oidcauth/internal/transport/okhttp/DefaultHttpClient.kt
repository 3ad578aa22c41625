package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.transport.tls.CertificateWithKey
import io.github.oidcauth.internal.transport.tls.Tls
import io.ktor.client.HttpClient
import okhttp3.OkHttpClient

/**
 * The HTTP client for callers that bring none: OkHttp behind Ktor.
 *
 * It connects within 10 seconds, follows no redirect, keeps no cookie, sends each request once ([NoRetryInterceptor]), and its threads are
 * daemons, so a program need not close it. It speaks HTTP/1.1 on http, and on https HTTP/2 where the server does. [ProxyRouting]
 * decides about proxies, whose variables are read once, here, and [Tls] about trust, which is read by the first https request.
 */
internal object DefaultHttpClient {
    /** Returns a client without settings. */
    fun create(environment: Environment): HttpClient = create(environment, TlsSettings.NONE)

    /**
     * Returns a client with [settings].
     *
     * A proxy or a file of certificates that cannot be used is refused, by an [InvalidConfigException], by the first request that needs
     * it.
     */
    fun create(
        environment: Environment,
        settings: TlsSettings,
    ): HttpClient {
        val proxies = ProxyRouting.of(environment)
        val tls = Tls(environment, settings.caFile, (settings.certificate as? CertificateWithKey)?.keyManager)
        return client(HttpConnections.configured(tls) { proxies.applyTo(this) })
    }

    private fun client(connections: OkHttpClient): HttpClient =
        HttpClient(OkHttpCallEngine.Factory(connections)) {
            followRedirects = false
            expectSuccess = false
        }
}
