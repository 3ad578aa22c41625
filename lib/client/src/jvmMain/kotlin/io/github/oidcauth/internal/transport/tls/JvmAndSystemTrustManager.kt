package io.github.oidcauth.internal.transport.tls

import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import javax.net.ssl.X509ExtendedTrustManager

/**
 * Trusts the authorities of the JVM and those of the operating system. Administrators maintain both, and put an organization's
 * own authority into either. [system] is created when the JVM's authorities do not suffice for the first time, because reading it
 * takes longer than a request.
 */
internal class JvmAndSystemTrustManager(
    private val jvm: X509ExtendedTrustManager,
    private val system: Lazy<X509ExtendedTrustManager?>,
) : ServerTrustManager() {
    override fun check(
        chain: List<X509Certificate>,
        ask: X509ExtendedTrustManager.() -> Unit,
    ) {
        val first = failureOf(jvm, ask) ?: return
        val second = failureOf(system.value ?: throw first, ask) ?: return
        // The reason of a manager that knows the issuer is more informative than an unknown issuer.
        throw if (isUnknownIssuer(first)) second else first
    }

    private fun failureOf(
        manager: X509ExtendedTrustManager,
        ask: X509ExtendedTrustManager.() -> Unit,
    ): CertificateException? =
        try {
            manager.ask()
            null
        } catch (e: CertificateException) {
            e
        }

    override fun getAcceptedIssuers(): Array<X509Certificate> = jvm.acceptedIssuers
}
