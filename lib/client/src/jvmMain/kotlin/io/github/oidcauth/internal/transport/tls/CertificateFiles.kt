// Tested by TrustedCertificatesTest.
package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.HomePath
import java.io.File
import java.io.IOException
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.security.cert.CertificateException
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.util.stream.Stream

/** Reads files and directories of PEM certificates. */
internal object CertificateFiles {
    private const val MAX_FILE = 16 * 1_048_576
    private const val MAX_FILES = 10_000L
    private const val ASN1_SEQUENCE: Byte = 0x30

    /**
     * Returns all certificates in [file]. Calls [fail] with a description of the fault, as the end of a sentence with "which".
     */
    fun file(
        file: String,
        fail: (String) -> Nothing,
    ): List<X509Certificate> {
        val path = pathOf(file) ?: fail("which is not the name of a file")
        if (Files.isDirectory(path)) fail("which is a directory")
        val octets =
            try {
                octetsOf(path)
            } catch (_: NoSuchFileException) {
                fail("which does not exist")
            } catch (_: IOException) {
                fail("which cannot be read")
            }
        if (octets.size > MAX_FILE) fail("which is longer than 16 MiB")
        if (octets.isEmpty()) fail("which is empty")
        val text = octets.toString(Charsets.ISO_8859_1)
        if (octets.first() == ASN1_SEQUENCE && "-----BEGIN" !in text) fail(if (isCertificate(octets)) DER else BINARY)
        return PemCertificates.read(text, fail)
    }

    /**
     * Returns the certificates in all files of [directories], which are separated like paths. OpenSSL looks for names that are
     * hashes (`4a6481c9.0`); here every file counts. Other files and missing directories are skipped, because such lists contain
     * the directories of several systems.
     */
    fun directories(directories: String): List<X509Certificate> =
        directories.split(File.pathSeparatorChar)
            .filter { it.isNotBlank() }
            .mapNotNull(::pathOf)
            .flatMap(::filesIn)
            // A name that is a hash is a link to another file in the directory.
            .distinct()
            .flatMap(::readable)
            .distinct()

    /** Returns the readable certificates in [file]; none if the file cannot be read. */
    fun readable(file: Path): List<X509Certificate> =
        try {
            octetsOf(file).takeIf { it.size <= MAX_FILE }?.let { PemCertificates.readable(it.toString(Charsets.ISO_8859_1)) }
                .orEmpty()
        } catch (_: IOException) {
            emptyList()
        }

    private fun filesIn(directory: Path): List<Path> =
        try {
            Files.list(directory).use { files: Stream<Path> -> files.limit(MAX_FILES).sorted().toList() }
                .filter { Files.isRegularFile(it) }
                .map { it.toRealPath() }
        } catch (_: FileSystemException) {
            emptyList()
        }

    private fun octetsOf(path: Path): ByteArray = Files.newInputStream(path).use { it.readNBytes(MAX_FILE + 1) }

    private fun pathOf(text: String): Path? =
        try {
            HomePath.of(text)
        } catch (_: InvalidPathException) {
            null
        }

    private fun isCertificate(octets: ByteArray): Boolean =
        try {
            CertificateFactory.getInstance("X.509").generateCertificate(octets.inputStream())
            true
        } catch (_: CertificateException) {
            false
        }

    private const val BINARY = "which is binary, and not in PEM form"
    private const val DER =
        "which is in DER form. Convert it with `openssl x509 -inform der -in FILE -out ca.pem`"
}
