package io.github.oidcauth.internal.transport.tls

import java.security.cert.CertificateException
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.util.Base64

/** Reads certificates in PEM (RFC 7468 §5); other text between them is ignored. Pure. */
internal object PemCertificates {
    private val BLOCK =
        Regex("-----BEGIN (?:X509 )?CERTIFICATE-----([^-]*+)-----END (?:X509 )?CERTIFICATE-----")
    private const val BEGIN = "-----BEGIN CERTIFICATE-----"

    /**
     * Returns all certificates in [text] in order, at least one. Calls [fail] with a description of the fault, as the end of a
     * sentence with "which".
     */
    fun read(
        text: String,
        fail: (String) -> Nothing,
    ): List<X509Certificate> {
        val factory = CertificateFactory.getInstance("X.509")
        val blocks = BLOCK.findAll(text).toList()
        val isIncomplete = blocks.isEmpty() || text.split(BEGIN).size - 1 > blocks.size
        if (isIncomplete) fail("which contains no complete certificate in PEM form")
        return blocks.mapIndexed {
            i,
            block,
            ->
            certificate(factory, block) ?: fail("whose certificate number ${i + 1} is broken")
        }
    }

    /** Returns the readable certificates in [text], for bundles that are maintained by others. */
    fun readable(text: String): List<X509Certificate> {
        val factory = CertificateFactory.getInstance("X.509")
        return BLOCK.findAll(text).mapNotNull { certificate(factory, it) }.toList()
    }

    private fun certificate(
        factory: CertificateFactory,
        block: MatchResult,
    ): X509Certificate? =
        try {
            factory.generateCertificate(Base64.getMimeDecoder().decode(block.groupValues[1]).inputStream()) as X509Certificate
        } catch (_: CertificateException) {
            null
        } catch (_: IllegalArgumentException) {
            null
        }
}
