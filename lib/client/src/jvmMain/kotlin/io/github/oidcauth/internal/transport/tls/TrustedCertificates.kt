package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.text.printable
import java.security.KeyStore
import java.security.cert.X509Certificate
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509ExtendedTrustManager

/**
 * The certificate authorities in a file or a variable. They replace the JVM's own, as in OpenSSL, curl and Python, so that a
 * variable has the same meaning in all programs.
 */
internal object TrustedCertificates {
    /**
     * Returns the certificates in the file [path].
     *
     * @throws InvalidConfigException naming [path] when the file cannot be read or contains no certificate.
     */
    fun ofCaFile(path: String): List<X509Certificate> =
        CertificateFiles.file(path) { what ->
            throw InvalidConfigException(
                "The CA file is ${path.printable(MAX_PATH)}, $what. Name a file of PEM certificates, such as ca.pem.",
            )
        }

    /**
     * Returns the certificates in the files of [variables].
     *
     * @throws InvalidConfigException naming the variable and its value when there is no certificate.
     */
    fun of(variables: TrustSource.Variables): List<X509Certificate> {
        val inFile = variables.file?.let { file ->
            CertificateFiles.file(file) { what ->
                throw InvalidConfigException(
                    "The variable ${TrustSource.FILE_VARIABLE} names ${file.printable(MAX_PATH)}, $what. Name a file of PEM " +
                        "certificates, or unset the variable.",
                )
            }
        }
        val inDirectories = variables.directories?.let { directories ->
            CertificateFiles.directories(directories).also { found ->
                if (found.isEmpty() && inFile == null) {
                    throw InvalidConfigException(
                        "The variable ${TrustSource.DIRECTORY_VARIABLE} names ${directories.printable(MAX_PATH)}, where no " +
                            "file has a certificate in PEM form. Name a directory that has some, or unset the variable.",
                    )
                }
            }
        }
        return inFile.orEmpty() + inDirectories.orEmpty()
    }

    /** Returns a trust manager that trusts only certificates of [authorities]; there must be at least one. */
    fun manager(authorities: List<X509Certificate>): X509ExtendedTrustManager {
        val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null, null) }
        authorities.forEachIndexed { i, certificate -> store.setCertificateEntry("ca-$i", certificate) }
        return manager(store)
    }

    /** Returns a trust manager for the authorities of [store], or for those of the JVM if it is null. */
    fun manager(store: KeyStore?): X509ExtendedTrustManager =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }
            .trustManagers.filterIsInstance<X509ExtendedTrustManager>().firstOrNull()
            ?: throw InvalidConfigException("The TLS provider of this JVM has no trust manager for X.509 certificates.")

    private const val MAX_PATH = 200
}
