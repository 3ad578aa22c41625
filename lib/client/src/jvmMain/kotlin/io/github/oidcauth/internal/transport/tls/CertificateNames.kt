package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.internal.text.printable
import java.security.cert.CertificateParsingException
import java.security.cert.X509Certificate
import javax.security.auth.x500.X500Principal

/** The names in a certificate in a form that is safe for a terminal or a log, because they may contain anything. Pure. */
internal object CertificateNames {
    private const val MAX_NAME = 120
    private const val MAX_HOST = 60
    private const val DNS_NAME = 2
    private const val IP_ADDRESS = 7

    /** Returns the distinguished name, or a description of an empty one. */
    fun name(
        principal: X500Principal,
    ): String = principal.toString().printable(MAX_NAME).ifEmpty { "an authority without a name" }

    /** Returns the DNS names and IP addresses that [certificate] is for (RFC 5280 §4.2.1.6). */
    fun hosts(certificate: X509Certificate): List<String> =
        try {
            certificate.subjectAlternativeNames.orEmpty()
        } catch (_: CertificateParsingException) {
            emptyList()
        }.filter { it.firstOrNull() == DNS_NAME || it.firstOrNull() == IP_ADDRESS }
            .mapNotNull { (it.getOrNull(1) as? String)?.printable(MAX_HOST)?.ifEmpty { null } }
}
