package io.github.oidcauth.internal.transport.tls

import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import java.time.Instant
import javax.net.ssl.X509ExtendedTrustManager

/**
 * Decides as [delegate] does, and adds to a refusal what the JDK does not report: whose certificate it is, and for which hosts.
 */
internal class ExplainingTrustManager(
    private val delegate: X509ExtendedTrustManager,
    private val source: TrustSource,
    private val now: () -> Instant = Instant::now,
) : ServerTrustManager() {
    override fun check(
        chain: List<X509Certificate>,
        ask: X509ExtendedTrustManager.() -> Unit,
    ) {
        val asked = now()
        try {
            delegate.ask()
        } catch (e: CertificateException) {
            throw CertificateRejectedException(CertificateError.of(chain, e, source, now(), asked), e)
        }
    }

    override fun getAcceptedIssuers(): Array<X509Certificate> = delegate.acceptedIssuers
}

/** Thrown when the certificate of a server is refused because of [error]. */
internal class CertificateRejectedException(
    val error: CertificateError,
    cause: CertificateException,
) : CertificateException("The certificate was refused: ${error::class.simpleName}.", cause)
