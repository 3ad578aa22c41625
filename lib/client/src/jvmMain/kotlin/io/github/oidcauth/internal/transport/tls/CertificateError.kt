package io.github.oidcauth.internal.transport.tls

import java.security.cert.CertPathValidatorException.BasicReason
import java.security.cert.CertificateException
import java.security.cert.CertificateExpiredException
import java.security.cert.CertificateNotYetValidException
import java.security.cert.CertificateRevokedException
import java.security.cert.X509Certificate
import java.time.Instant

/** The reason for which a server's certificate is not accepted. Pure. Text from the certificate is printable. */
internal sealed interface CertificateError {
    /** The authority [issuer] is missing in [source]. */
    data class UnknownIssuer(
        val issuer: String,
        val source: TrustSource,
    ) : CertificateError

    /** The certificate of [subject] is self-signed. */
    data class SelfSigned(
        val subject: String,
        val source: TrustSource,
    ) : CertificateError

    /** A certificate expired at [at]: that of [authority], or the server's own if it is null. */
    data class Expired(
        val authority: String?,
        val at: Instant,
        val now: Instant,
    ) : CertificateError

    /** A certificate is valid only from [from] on: that of [authority], or the server's own if it is null. */
    data class NotYetValid(
        val authority: String?,
        val from: Instant,
        val now: Instant,
    ) : CertificateError

    /** The certificate is for [names], which may be empty. */
    data class HostMismatch(
        val names: List<String>,
    ) : CertificateError

    /** A fault of the certificate itself, independent of this machine's settings. */
    sealed interface Defect : CertificateError

    data object Revoked : Defect

    /** A signature or key in the chain is too weak for this JVM. */
    data object Weak : Defect

    /** Any other fault: not for servers, malformed, or against a rule of an authority. */
    data object Invalid : Defect

    companion object {
        /**
         * Returns the reason that [cause] gives for [chain], which begins with the server's certificate. It was validated between
         * [asked] and [now], at a time that the JDK does not tell: what was not valid yet then, was not at [asked] either.
         */
        fun of(
            chain: List<X509Certificate>,
            cause: CertificateException,
            source: TrustSource,
            now: Instant,
            asked: Instant = now,
        ): CertificateError {
            val causes = causesOf(cause)
            return when {
                causes.any { it is CertificateExpiredException || reasonOf(it) == BasicReason.EXPIRED } -> {
                    expired(chain, now)
                }

                causes.any { it is CertificateNotYetValidException || reasonOf(it) == BasicReason.NOT_YET_VALID } -> {
                    notYetValid(chain, asked)
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

                isUnknownIssuer(cause) || causes.any { isOfAnotherKey(it, chain) } -> {
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
            asked: Instant,
        ): CertificateError {
            val certificate = chain.firstOrNull { it.notBefore.toInstant() > asked } ?: return Invalid
            return NotYetValid(authorityName(certificate, chain), certificate.notBefore.toInstant(), asked)
        }

        private fun authorityName(
            certificate: X509Certificate,
            chain: List<X509Certificate>,
        ): String? = CertificateNames.name(certificate.subjectX500Principal).takeIf { certificate != chain.first() }
    }
}
