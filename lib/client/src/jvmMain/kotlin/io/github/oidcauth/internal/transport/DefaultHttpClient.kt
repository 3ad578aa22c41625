package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.oauth2.ClientCertificate
import io.ktor.client.HttpClient
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.java.Java
import io.ktor.http.URLProtocol
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI
import java.time.Duration
import javax.net.ssl.KeyManager
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManager
import java.net.http.HttpClient as JdkHttpClient

/**
 * The HTTP client for callers that bring none, on the JDK's own `java.net.http`.
 *
 * It connects within [CONNECT_TIMEOUT], follows no redirect, keeps no cookie, and its threads are daemons, so a program need not
 * close it. It speaks HTTP/1.1 on http, and on https HTTP/2 where the server does ([SchemeEngine]). The environment decides about
 * proxies ([ProxySettings]) and about trust ([TrustedCertificates], `SSL_CERT_FILE`; `SSL_CERT_DIR` is not read). The variables
 * are read once, here.
 *
 * A proxy's user name and password come from its URL. The JDK hands them to a proxy that tunnels https only when the JVM was
 * started with `-Djdk.http.auth.tunneling.disabledSchemes=`, since the connection to the proxy is not encrypted. Without that the
 * proxy hears nothing of them and refuses the connection.
 */
internal object DefaultHttpClient {
    const val TRUST_VARIABLE: String = "SSL_CERT_FILE"
    private val CONNECT_TIMEOUT: Duration = Duration.ofSeconds(10)

    /** A client that has no certificate. @throws InvalidConfigException as the other one does. */
    fun create(environment: Environment): HttpClient = create(environment, certificate = null)

    /**
     * A client that shows [certificate] to the servers that ask for one.
     *
     * @throws InvalidConfigException when a variable names a proxy or a file that cannot be used.
     */
    fun create(
        environment: Environment,
        certificate: ClientCertificate?,
    ): HttpClient {
        val proxies = ProxySettings.of(environment)
        val bundle = environment[TRUST_VARIABLE]?.takeIf { it.isNotBlank() }
        val trust = bundle?.let { TrustedCertificates.managers(TRUST_VARIABLE, it) }
        val keys = (certificate as? CertificateWithKey)?.let { arrayOf(it.keyManager) }

        fun engine(version: JdkHttpClient.Version): HttpClientEngine =
            Java.create {
                protocolVersion = version
                config {
                    followRedirects(JdkHttpClient.Redirect.NEVER)
                    connectTimeout(CONNECT_TIMEOUT)
                    proxy(SettingsSelector(proxies))
                    if (trust != null || keys != null) sslContext(context(keys, trust))
                }
            }
        return HttpClient(
            SchemeEngine.Factory { SchemeEngine(engine(JdkHttpClient.Version.HTTP_2), engine(JdkHttpClient.Version.HTTP_1_1)) },
        ) {
            followRedirects = false
            expectSuccess = false
            install(ProxyCredentials) { settings = proxies }
        }
    }

    /** Null stands for what the JVM has. */
    private fun context(
        keys: Array<KeyManager>?,
        trust: Array<TrustManager>?,
    ): SSLContext = SSLContext.getInstance("TLS").apply { init(keys, trust, null) }

    private class SettingsSelector(
        private val settings: ProxySettings,
    ) : ProxySelector() {
        override fun select(uri: URI): List<Proxy> {
            val port = if (uri.port >= 0) uri.port else URLProtocol.byName.getValue(uri.scheme).defaultPort
            val address = settings.proxyFor(uri.scheme, uri.host.orEmpty(), port) ?: return listOf(Proxy.NO_PROXY)
            return listOf(Proxy(Proxy.Type.HTTP, InetSocketAddress(address.host, address.port)))
        }

        override fun connectFailed(
            uri: URI,
            address: SocketAddress,
            e: IOException,
        ) {
            // There is no second proxy to turn to; the request fails and says so.
        }
    }
}
