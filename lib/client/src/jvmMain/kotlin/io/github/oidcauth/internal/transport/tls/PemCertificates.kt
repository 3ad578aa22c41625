package io.github.oidcauth.internal.transport.tls

import java.security.cert.CertificateException
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.util.Base64

/** Certificates in PEM (RFC 7468 §5), with anything between them. Pure. */
internal object PemCertificates {
    private val BLOCK =
        Regex("-----BEGIN (?:X509 )?CERTIFICATE-----([^-]*+)-----END (?:X509 )?CERTIFICATE-----")
    private const val BEGIN = "-----BEGIN CERTIFICATE-----"

    /** All in [text], in order; one at least. Whatever is wrong goes to [fail], as the end of a sentence about "which". */
    fun read(
        text: String,
        fail: (String) -> Nothing,
    ): List<X509Certificate> {
        val factory = CertificateFactory.getInstance("X.509")
        val blocks = BLOCK.findAll(text).toList()
        if (blocks.isEmpty() || text.split(BEGIN).size - 1 > blocks.size) fail("which holds no whole certificate in PEM form")
        return blocks.mapIndexed {
            i,
            block,
            ->
            certificate(factory, block) ?: fail("whose certificate number ${i + 1} is broken")
        }
    }

    /** Returns those in [text] that can be read, for bundles that others look after. */
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
