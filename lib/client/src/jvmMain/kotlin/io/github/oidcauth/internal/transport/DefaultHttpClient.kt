package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.oauth2.ClientCertificate
import io.ktor.client.HttpClient
import okhttp3.OkHttpClient

/**
 * The HTTP client for callers that bring none: OkHttp behind Ktor.
 *
 * It connects within 10 seconds, follows no redirect, keeps no cookie, sends each request once ([SentOnce]), and its threads are
 * daemons, so a program need not close it. It speaks HTTP/1.1 on http, and on https HTTP/2 where the server does. [ProxyRouting]
 * decides about proxies, and the environment about trust ([TrustSettings]). The variables are read once, here.
 */
internal object DefaultHttpClient {
    /** A client that has no certificate. @throws InvalidConfigException as the other one does. */
    fun create(environment: Environment): HttpClient = create(environment, certificate = null)

    /**
     * A client that shows [certificate] to the servers that ask for one.
     *
     * @throws InvalidConfigException when a variable names a file that cannot be used. A proxy that cannot be used is refused by the first
     * request that needs it.
     */
    fun create(
        environment: Environment,
        certificate: ClientCertificate?,
    ): HttpClient {
        val proxies = ProxyRouting.of(environment)
        val trust = TrustSettings.of(environment, certificate as? CertificateWithKey)
        return client(HttpConnections.configured { apply(proxies, trust) })
    }

    private fun OkHttpClient.Builder.apply(
        proxies: ProxyRouting,
        trust: TrustSettings,
    ) {
        proxies.applyTo(this)
        sslSocketFactory(LiveSslSocketFactory(trust.socketFactory), trust.trustManager)
    }

    private fun client(connections: OkHttpClient): HttpClient =
        HttpClient(OkHttpCallEngine.Factory(connections)) {
            followRedirects = false
            expectSuccess = false
        }
}
