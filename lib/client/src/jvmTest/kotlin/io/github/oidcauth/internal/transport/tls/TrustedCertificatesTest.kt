// Tests CertificateFiles.
package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File
import java.nio.file.Files
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

class TrustedCertificatesTest :
    FunSpec({
        val directory = tempdir()
        val one = PrivateAuthority("CN=One").root
        val two = PrivateAuthority("CN=Two").root

        fun file(content: String) = File(directory, "bundle.pem").apply { writeText(content) }.path

        fun file(content: ByteArray) = File(directory, "bundle.der").apply { writeBytes(content) }.path

        fun read(
            file: String?,
            directories: String? = null,
        ) = TrustedCertificates.of(TrustSource.Variables(file, directories))

        fun failure(
            file: String?,
            directories: String? = null,
        ) = shouldThrow<InvalidConfigException> { read(file, directories) }.message

        fun failureOfCaFile(file: String) = shouldThrow<InvalidConfigException> { TrustedCertificates.ofCaFile(file) }.message

        test("a bundle of several certificates with comments between is read") {
            val bundle = file("0 s:CN=One\n# Übersicht\n${one.pem}\n# two\n\n${two.pem.replace("\n", "\r\n")}")
            read(bundle) shouldContainExactly listOf(one.certificate, two.certificate)
            TrustedCertificates.ofCaFile(bundle) shouldContainExactly listOf(one.certificate, two.certificate)
        }

        test("a file that is not there, or a directory, is named with its variable or setting") {
            failure("/nowhere/ca.pem") shouldContain "The variable SSL_CERT_FILE names /nowhere/ca.pem, which does not exist."
            failure(directory.path) shouldContain "which is a directory"
            failure("a\u0000b") shouldContain "which is not the name of a file"
            failureOfCaFile("/nowhere/ca.pem") shouldBe
                "The CA file is /nowhere/ca.pem, which does not exist. Name a file of PEM certificates, such as ca.pem."
        }

        test("a file that cannot be read says so") {
            // For root there is no such file but one that no device is behind.
            val path = Files.createSymbolicLink(
                directory.toPath().resolve("circle.pem"),
                directory.toPath().resolve("circle.pem"),
            )
            failure(path.toString()) shouldContain "which cannot be read"
        }

        test("a file without certificates is refused") {
            failure(file("")) shouldContain "which is empty"
            failure(file("\n")) shouldContain "contains no complete certificate"
            failure(file("-----BEGIN PRIVATE KEY-----")) shouldContain "contains no complete certificate"
        }

        test("a certificate in DER form comes with the way to convert it, and other binary files are told from it") {
            failureOfCaFile(file(one.certificate.encoded)) shouldContain
                "which is in DER form. Convert it with `openssl x509 -inform der"
            failureOfCaFile(file(byteArrayOf(0x30, 0x03, 1, 2, 3))) shouldContain "which is binary, and not in PEM form"
        }

        test("a file of 16 MiB is read, and a longer one is not") {
            val limit = 16 * 1_048_576
            failure(file(" ".repeat(limit))) shouldContain "contains no complete certificate"
            failure(file(" ".repeat(limit + 1))) shouldContain "is longer than 16 MiB"
        }

        test("a bundle that was cut off is refused, not half believed") {
            failure(file(one.pem + one.pem.take(200))) shouldContain "contains no complete certificate"
        }

        test("a file of nothing but beginnings is refused soon") {
            val beginnings = file("-----BEGIN CERTIFICATE-----".repeat(80_000))
            measureTime { failure(beginnings) shouldContain "contains no complete certificate" } shouldBeLessThan 10.seconds
        }

        test("a certificate that is none is named by its number") {
            failure(file("${one.pem}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")) shouldContain
                "certificate number 2 is broken"
        }

        test("SSL_CERT_DIR may be hashes or any files, in several directories, and what is no certificate is passed over") {
            val first = File(directory, "first").apply { mkdir() }
            val second = File(directory, "second").apply { mkdir() }
            one.writePem(File(first, "corp-root.crt"))
            Files.createSymbolicLink(first.toPath().resolve("4a6481c9.0"), first.toPath().resolve("corp-root.crt"))
            two.writePem(File(second, "5b7592da.0"))
            File(second, "README").writeText("None here.")
            File(second, "half.pem").writeText(one.pem.take(200))
            File(second, "deeper").mkdir()

            val all = listOf(first, File("/nowhere"), second).joinToString(File.pathSeparator) { it.path }
            read(null, all) shouldContainExactlyInAnyOrder listOf(one.certificate, two.certificate)
            read(null, second.path) shouldContainExactly listOf(two.certificate)
            read(file(one.pem), second.path) shouldContainExactly listOf(one.certificate, two.certificate)
            read(file(one.pem), "/nowhere") shouldContainExactly listOf(one.certificate)
        }

        test("a SSL_CERT_DIR without any certificate is refused with its name") {
            val empty = File(directory, "empty").apply { mkdir() }
            failure(null, "${empty.path}${File.pathSeparator}/nowhere") shouldContain
                "The variable SSL_CERT_DIR names ${empty.path}${File.pathSeparator}/nowhere, where no file has a certificate"
        }

        test("the bundle of the system is the first that is there, and a broken certificate in it does not matter") {
            val broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            val bundle = File(file(broken + one.pem)).toPath()
            val none = directory.toPath().resolve("none.pem")
            val other = File(two.writePem(File(directory, "other.pem"))).toPath()

            fun authorities(
                vararg bundles: java.nio.file.Path,
                os: String = "Linux",
            ) = SystemAuthorities(os, bundles.toList()).manager()?.acceptedIssuers.orEmpty().toList()

            authorities(none, bundle, other) shouldContainExactly listOf(one.certificate)
            authorities(none).shouldBeEmpty()
            // There is no such store where this runs, and nothing else is read instead.
            if (!System.getProperty("os.name").startsWith("Windows")) authorities(bundle, os = "Windows 11").shouldBeEmpty()
        }

        test("a terminal gets no control characters of a name") {
            failureOfCaFile("\u001b[31m/nowhere") shouldContain "The CA file is [31m/nowhere, which does not exist"
        }
    })
