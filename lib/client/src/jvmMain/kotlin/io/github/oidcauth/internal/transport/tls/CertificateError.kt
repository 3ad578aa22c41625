package io.github.oidcauth.internal.transport.tls

import java.security.cert.CertPathValidatorException.BasicReason
import java.security.cert.CertificateException
import java.security.cert.CertificateExpiredException
import java.security.cert.CertificateNotYetValidException
import java.security.cert.CertificateRevokedException
import java.security.cert.X509Certificate
import java.time.Instant

/** The reason that a server's certificate is not accepted. Pure. What stems from the certificate is printable. */
internal sealed interface CertificateError {
    /** [issuer] is the name of the authority that is missing in [source]. */
    data class UnknownIssuer(
        val issuer: String,
        val source: TrustSource,
    ) : CertificateError

    /** The certificate of [subject] has no issuer but itself. */
    data class SelfSigned(
        val subject: String,
        val source: TrustSource,
    ) : CertificateError

    /** [authority] is null when it is the server's own certificate. */
    data class Expired(
        val authority: String?,
        val at: Instant,
        val now: Instant,
    ) : CertificateError

    /** [authority] is null when it is the server's own certificate. */
    data class NotYetValid(
        val authority: String?,
        val from: Instant,
        val now: Instant,
    ) : CertificateError

    /** The certificate is for [names], which may be none. */
    data class HostMismatch(
        val names: List<String>,
    ) : CertificateError

    /** A fault of the certificate itself, whoever looks at it. */
    sealed interface Defect : CertificateError

    data object Revoked : Defect

    /** A signature or key in the chain is too weak for this JVM. */
    data object Weak : Defect

    /** Everything else: not for servers, broken, or against a rule of an authority. */
    data object Invalid : Defect

    companion object {
        /** Returns the reason that [cause] gives for [chain], which begins with the server's certificate. */
        fun of(
            chain: List<X509Certificate>,
            cause: CertificateException,
            source: TrustSource,
            now: Instant,
        ): CertificateError {
            val causes = causesOf(cause)
            return when {
                causes.any { it is CertificateExpiredException || reasonOf(it) == BasicReason.EXPIRED } -> {
                    expired(chain, now)
                }

                causes.any { it is CertificateNotYetValidException || reasonOf(it) == BasicReason.NOT_YET_VALID } -> {
                    notYetValid(chain, now)
                }

                causes.any { it is CertificateRevokedException || reasonOf(it) == BasicReason.REVOKED } -> {
                    Revoked
                }

                causes.any { isHostMismatch(it) } -> {
                    HostMismatch(CertificateNames.hosts(chain.first()))
                }

                causes.any { isWeak(it) } -> {
                    Weak
                }

                isUnknownIssuer(cause) -> {
                    unknownIssuer(chain, source)
                }

                else -> {
                    Invalid
                }
            }
        }

        private fun unknownIssuer(
            chain: List<X509Certificate>,
            source: TrustSource,
        ): CertificateError {
            val own = chain.first()
            val isSelfSigned = own.subjectX500Principal == own.issuerX500Principal
            return if (isSelfSigned) {
                SelfSigned(CertificateNames.name(own.subjectX500Principal), source)
            } else {
                UnknownIssuer(CertificateNames.name(chain.last().issuerX500Principal), source)
            }
        }

        private fun expired(
            chain: List<X509Certificate>,
            now: Instant,
        ): CertificateError {
            val certificate = chain.firstOrNull { it.notAfter.toInstant() < now } ?: return Invalid
            return Expired(authorityName(certificate, chain), certificate.notAfter.toInstant(), now)
        }

        private fun notYetValid(
            chain: List<X509Certificate>,
            now: Instant,
        ): CertificateError {
            val certificate = chain.firstOrNull { it.notBefore.toInstant() > now } ?: return Invalid
            return NotYetValid(authorityName(certificate, chain), certificate.notBefore.toInstant(), now)
        }

        private fun authorityName(
            certificate: X509Certificate,
            chain: List<X509Certificate>,
        ): String? = CertificateNames.name(certificate.subjectX500Principal).takeIf { certificate != chain.first() }
    }
}
