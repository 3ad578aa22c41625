package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import java.io.IOException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path
import java.security.KeyStore
import javax.net.ssl.TrustManager
import javax.net.ssl.TrustManagerFactory

/**
 * The certificate authorities in a file of PEM blocks, as `SSL_CERT_FILE` names one. They take the place of the JVM's own, as they do
 * with OpenSSL, curl and Python: the same variable means the same trust everywhere.
 */
internal object TrustedCertificates {
    /** @throws InvalidConfigException naming [variable] and [file] when the file cannot be read or holds no certificate. */
    fun managers(
        variable: String,
        file: String,
    ): Array<TrustManager> {
        val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null, null) }
        PemCertificates.read(text(variable, file)) { fail(variable, file, it) }
            .forEachIndexed { i, certificate -> store.setCertificateEntry("ca-$i", certificate) }
        return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }.trustManagers
    }

    private fun text(
        variable: String,
        file: String,
    ): String =
        try {
            Files.readString(Path.of(file), Charsets.ISO_8859_1)
        } catch (_: IOException) {
            fail(variable, file, "which cannot be read")
        } catch (_: InvalidPathException) {
            fail(variable, file, "which is not the name of a file")
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
