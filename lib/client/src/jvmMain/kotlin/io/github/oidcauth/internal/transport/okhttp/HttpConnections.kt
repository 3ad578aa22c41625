// Tested by DefaultHttpClientTest and SharedPoolTest.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.tls.Tls
import okhttp3.ConnectionPool
import okhttp3.ConnectionSpec
import okhttp3.OkHttpClient
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import java.util.concurrent.TimeUnit
import javax.net.ssl.HostnameVerifier
import javax.net.ssl.X509TrustManager

/**
 * The connections of the process, and the rules for all of them.
 *
 * One pool is enough. OkHttp shares a connection only between clients with the same trust, client certificate, proxies and
 * verifier, compared by identity, and the same host.
 */
internal object HttpConnections {
    /**
     * The time for which idle connections are kept. Uvicorn, Node and Apache close a connection that has been idle for 5 seconds,
     * and device logins poll every 5 seconds: a request would be sent at the moment at which the server closes. Most logins send
     * their requests within one second, so closing earlier costs little.
     */
    private const val KEEP_ALIVE_SECONDS = 4L

    private const val MAX_IDLE = 64
    private const val CONNECT_SECONDS = 10L

    /** The versions and cipher suites of TLS that the JVM has enabled, for example with `jdk.tls.client.protocols`. */
    private val JVM_TLS =
        ConnectionSpec
            .Builder(ConnectionSpec.MODERN_TLS)
            .allEnabledTlsVersions()
            .allEnabledCipherSuites()
            .build()

    /**
     * Without TLS at first: a client with TLS reads the trust store of the JVM when it is created, and fails when that cannot be
     * opened.
     */
    private val WITHOUT_TLS = listOf(ConnectionSpec.CLEARTEXT)

    private val rules: OkHttpClient by lazy {
        val verifier = OkHttpClient.Builder().connectionSpecs(WITHOUT_TLS).build().hostnameVerifier
        OkHttpClient
            .Builder()
            .connectionPool(ConnectionPool(MAX_IDLE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS))
            .connectionSpecs(WITHOUT_TLS)
            // With a custom verifier, OkHttp does not send requests for one host on a connection to another, whose server may
            // refuse them (421). A request must not be sent twice.
            .hostnameVerifier(HostnameVerifier(verifier::verify))
            .socketFactory(PollableSocketFactory)
            .dns(CancellableDns())
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            // [Transport] limits the time of the whole exchange.
            .readTimeout(0, TimeUnit.SECONDS)
            .writeTimeout(0, TimeUnit.SECONDS)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addInterceptor(NoRetryInterceptor)
            .addInterceptor(CancellableDns)
            .addNetworkInterceptor(NoRetryInterceptor.HiddenRetryAfter)
            .addNetworkInterceptor(FinalStatusInterceptor)
            .addNetworkInterceptor(ContentLengthInterceptor)
            .addNetworkInterceptor(StaleConnectionInterceptor)
            .build()
    }

    /**
     * Returns a client with these rules and [tls], completed by [configure]. It shares pool and threads with the other clients.
     */
    fun configured(
        tls: Tls,
        configure: OkHttpClient.Builder.() -> Unit,
    ): OkHttpClient =
        rules
            .newBuilder()
            .connectionSpecs(listOf(JVM_TLS, ConnectionSpec.CLEARTEXT))
            .sslSocketFactory(PollableSslSocketFactory(tls.socketFactory), NoCertificatePins)
            .addInterceptor { chain -> tls.certificateRequests.observe { chain.proceed(chain.request()) } }
            .apply(configure)
            .build()

    /** OkHttp requires the trust manager of the socket factory for certificate pins, which are not used. */
    private object NoCertificatePins : X509TrustManager {
        override fun checkClientTrusted(
            chain: Array<out X509Certificate>,
            authType: String,
        ): Unit = throw CertificateException()

        override fun checkServerTrusted(
            chain: Array<out X509Certificate>,
            authType: String,
        ): Unit = throw CertificateException()

        override fun getAcceptedIssuers(): Array<X509Certificate> = emptyArray()
    }
}
