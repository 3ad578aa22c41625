package io.github.oidcauth.internal.transport.tls

import java.io.IOException
import java.nio.file.Path
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.net.ssl.X509ExtendedTrustManager

/**
 * The certificate authorities of the operating system. They include an organization's own authority if administrators installed
 * it once for all programs; the JDK's own list does not.
 *
 * The key chain of macOS is not read, because older JDKs also return certificates that were not declared as trusted.
 */
internal class SystemAuthorities(
    private val osName: String = System.getProperty("os.name").orEmpty(),
    private val bundles: List<Path> = BUNDLES.map { Path.of(it) },
) {
    /** Returns a trust manager for them, or null when there are none. Reads a few hundred certificates. */
    fun manager(): X509ExtendedTrustManager? {
        if (osName.startsWith("Windows")) return windows()?.let { TrustedCertificates.manager(it) }
        val certificates = bundles.asSequence().map(CertificateFiles::readable).firstOrNull { it.isNotEmpty() }
        return certificates?.let { TrustedCertificates.manager(it) }
    }

    private fun windows(): KeyStore? =
        try {
            KeyStore.getInstance(WINDOWS_STORE).apply { load(null, null) }.takeIf { it.size() > 0 }
        } catch (_: GeneralSecurityException) {
            // A JVM without the module jdk.crypto.mscapi.
            null
        } catch (_: IOException) {
            null
        }

    private companion object {
        const val WINDOWS_STORE = "Windows-ROOT"

        /** The bundles; the first that exists is used. */
        val BUNDLES =
            listOf(
                // Debian, Ubuntu, Arch, Gentoo.
                "/etc/ssl/certs/ca-certificates.crt",
                // Fedora, RHEL.
                "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                "/etc/pki/tls/certs/ca-bundle.crt",
                // SUSE.
                "/var/lib/ca-certificates/ca-bundle.pem",
                "/etc/ssl/ca-bundle.pem",
                // Alpine, FreeBSD.
                "/etc/ssl/cert.pem",
                "/usr/local/etc/ssl/cert.pem",
            )
    }
}
