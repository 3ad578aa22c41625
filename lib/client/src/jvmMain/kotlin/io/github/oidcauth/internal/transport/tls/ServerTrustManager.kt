package io.github.oidcauth.internal.transport.tls

import java.net.Socket
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import javax.net.ssl.SSLEngine
import javax.net.ssl.X509ExtendedTrustManager

/** Validates the certificates of servers in one function, for all overloads of the JDK. No client is trusted. */
internal abstract class ServerTrustManager : X509ExtendedTrustManager() {
    /**
     * Validates [chain] by calling [ask] on other trust managers.
     *
     * @throws CertificateException when the server is not trusted.
     */
    protected abstract fun check(
        chain: List<X509Certificate>,
        ask: X509ExtendedTrustManager.() -> Unit,
    )

    override fun checkServerTrusted(
        chain: Array<out X509Certificate>,
        authType: String,
    ): Unit = check(chain.asList()) { checkServerTrusted(chain, authType) }

    override fun checkServerTrusted(
        chain: Array<out X509Certificate>,
        authType: String,
        socket: Socket,
    ): Unit = check(chain.asList()) { checkServerTrusted(chain, authType, socket) }

    override fun checkServerTrusted(
        chain: Array<out X509Certificate>,
        authType: String,
        engine: SSLEngine,
    ): Unit = check(chain.asList()) { checkServerTrusted(chain, authType, engine) }

    override fun checkClientTrusted(
        chain: Array<out X509Certificate>,
        authType: String,
    ): Unit = throw CertificateException(NO_CLIENT)

    override fun checkClientTrusted(
        chain: Array<out X509Certificate>,
        authType: String,
        socket: Socket,
    ): Unit = throw CertificateException(NO_CLIENT)

    override fun checkClientTrusted(
        chain: Array<out X509Certificate>,
        authType: String,
        engine: SSLEngine,
    ): Unit = throw CertificateException(NO_CLIENT)

    private companion object {
        const val NO_CLIENT = "This side is the client."
    }
}
