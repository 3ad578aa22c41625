package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.transport.tls.TrustSource
import io.github.oidcauth.internal.transport.tls.TrustedCertificates
import java.security.KeyStore
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager

/** What OkHttp has to know about TLS: whom to trust, and which certificate to show. */
internal class TrustSettings private constructor(
    val socketFactory: SSLSocketFactory,
    /** That of [socketFactory]. */
    val trustManager: X509TrustManager,
) {
    companion object {
        const val VARIABLE: String = "SSL_CERT_FILE"

        /**
         * Returns the trust that [environment] asks for, or else the JVM's own, with [certificate] as the client's.
         *
         * @throws InvalidConfigException when a variable names a file that cannot be used.
         */
        fun of(
            environment: Environment,
            certificate: CertificateWithKey?,
        ): TrustSettings {
            val file = environment[VARIABLE]?.takeIf { it.isNotBlank() }
            val managers = file?.let { arrayOf(TrustedCertificates.manager(TrustedCertificates.of(TrustSource.Variables(it, null)))) } ?: ofTheJvm
            val isOfTheJvm = file == null && certificate == null
            val context =
                if (isOfTheJvm) {
                    // It shows the certificate of `javax.net.ssl.keyStore` as well.
                    SSLContext.getDefault()
                } else {
                    val keys = certificate?.let { arrayOf(it.keyManager) }
                    SSLContext.getInstance("TLS").apply { init(keys, managers, null) }
                }
            return TrustSettings(context.socketFactory, managers.filterIsInstance<X509TrustManager>().first())
        }

        private val ofTheJvm by lazy {
            val factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
            factory.apply { init(null as KeyStore?) }.trustManagers
        }
    }
}
