// Tested by ClientCertificateTest.
package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.crypto.JdkDigest
import io.github.oidcauth.oauth2.ClientCertificate
import java.security.GeneralSecurityException
import java.security.PrivateKey
import java.security.ProviderException
import java.security.PublicKey
import java.security.Signature
import java.security.cert.X509Certificate
import java.security.spec.MGF1ParameterSpec
import java.security.spec.PSSParameterSpec
import javax.net.ssl.X509KeyManager

/**
 * A certificate, those of its issuers, and its key, which may be in a device that does not reveal it.
 *
 * @throws InvalidConfigException when [key] is not that of the first certificate.
 */
internal class CertificateWithKey(
    private val key: PrivateKey,
    /** The chain, beginning with the client's own certificate. */
    private val chain: List<X509Certificate>,
) : ClientCertificate() {
    override val thumbprint: String = thumbprint(chain.first())

    /** The manager that TLS gets the certificate from. */
    val keyManager: X509KeyManager = SingleKeyManager(key, chain)

    init {
        if (!belongsTo(chain.first().publicKey)) {
            throw InvalidConfigException(
                "The private key is not that of the client certificate, which is the first one if there are several.",
            )
        }
    }

    /** Returns whether [key] belongs to [public]. A signature is used, because the numbers of the key may not be accessible. */
    private fun belongsTo(public: PublicKey): Boolean =
        try {
            val signature = signatureFor(public).apply { initSign(key) }.run {
                update(PROBE)
                sign()
            }
            signatureFor(public).apply { initVerify(public) }.run {
                update(PROBE)
                verify(signature)
            }
        } catch (_: GeneralSecurityException) {
            false
        } catch (_: ProviderException) {
            // A device such as a smart card was removed.
            false
        }

    private fun signatureFor(public: PublicKey): Signature =
        when (val algorithm = public.algorithm) {
            "RSA" -> Signature.getInstance("SHA256withRSA")
            "RSASSA-PSS" -> Signature.getInstance(algorithm).apply { setParameter(PSS) }
            "EC" -> Signature.getInstance("SHA256withECDSA")
            else -> Signature.getInstance(algorithm)
        }

    /** Equal certificates have equal keys. */
    override fun equals(other: Any?): Boolean = other is CertificateWithKey && other.chain == chain

    override fun hashCode(): Int = chain.hashCode()

    companion object {
        private val PROBE = byteArrayOf(1)
        private val PSS = PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)

        /** Returns the thumbprint of RFC 8705 §3.1. */
        fun thumbprint(certificate: X509Certificate): String = Base64Url.encode(JdkDigest.sha256(certificate.encoded))
    }
}
