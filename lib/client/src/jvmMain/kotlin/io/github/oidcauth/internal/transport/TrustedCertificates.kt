package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidConfigException
import java.io.IOException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path
import java.security.KeyStore
import java.security.cert.Certificate
import java.security.cert.CertificateException
import java.security.cert.CertificateFactory
import java.util.Base64
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory

/**
 * The certificate authorities in a file of PEM blocks, as `SSL_CERT_FILE` names one. They take the place of the JVM's own, as they do
 * with OpenSSL, curl and Python: the same variable means the same trust everywhere.
 */
internal object TrustedCertificates {
    private val BLOCK =
        Regex("-----BEGIN (?:X509 )?CERTIFICATE-----(.*?)-----END (?:X509 )?CERTIFICATE-----", RegexOption.DOT_MATCHES_ALL)
    private const val BEGIN = "-----BEGIN CERTIFICATE-----"

    /** @throws InvalidConfigException naming [variable] and [file] when the file cannot be read or holds no certificate. */
    fun context(
        variable: String,
        file: String,
    ): SSLContext {
        val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null, null) }
        read(variable, file).forEachIndexed { i, certificate -> store.setCertificateEntry("ca-$i", certificate) }
        val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }
        return SSLContext.getInstance("TLS").apply { init(null, trust.trustManagers, null) }
    }

    private fun read(
        variable: String,
        file: String,
    ): List<Certificate> {
        val text =
            try {
                Files.readString(Path.of(file), Charsets.ISO_8859_1)
            } catch (_: IOException) {
                fail(variable, file, "which cannot be read")
            } catch (_: InvalidPathException) {
                fail(variable, file, "which is not the name of a file")
            }
        val factory = CertificateFactory.getInstance("X.509")
        val blocks = BLOCK.findAll(text).toList()
        if (blocks.isEmpty() ||
            text.split(BEGIN).size - 1 > blocks.size
        ) {
            fail(variable, file, "which holds no whole certificate in PEM form")
        }
        return blocks.mapIndexed { i, block ->
            try {
                factory.generateCertificate(Base64.getMimeDecoder().decode(block.groupValues[1]).inputStream())
            } catch (_: CertificateException) {
                fail(variable, file, "whose certificate number ${i + 1} is broken")
            } catch (_: IllegalArgumentException) {
                fail(variable, file, "whose certificate number ${i + 1} is broken")
            }
        }
    }

    private fun fail(
        variable: String,
        file: String,
        what: String,
    ): Nothing =
        throw InvalidConfigException(
            "The variable $variable names $file, $what. Name a file of PEM certificates, or unset the variable.",
        )
}
