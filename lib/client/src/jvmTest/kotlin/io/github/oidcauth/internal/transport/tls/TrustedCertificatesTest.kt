package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.transport.SelfSigned
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.string.shouldContain
import java.io.File
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

class TrustedCertificatesTest :
    FunSpec({
        val directory = tempdir()
        val pem by lazy { SelfSigned(directory).pem.readText() }

        fun file(content: String) = File(directory, "bundle.pem").apply { writeText(content) }.path

        fun failure(file: String) = shouldThrow<InvalidConfigException> {
            TrustedCertificates.managers("SSL_CERT_FILE", file)
        }.message

        test("a bundle of several certificates with comments between is read") {
            TrustedCertificates.managers("SSL_CERT_FILE", file("# Übersicht\n$pem\n# two\n\n$pem"))
        }

        test("a file that is not there, or a directory, is named with its variable") {
            failure("/nowhere/ca.pem") shouldContain "The variable SSL_CERT_FILE names /nowhere/ca.pem, which cannot be read."
            failure(directory.path) shouldContain "which cannot be read"
        }

        test("a file without certificates is refused") {
            failure(file("")) shouldContain "holds no whole certificate"
            failure(file("-----BEGIN PRIVATE KEY-----")) shouldContain "holds no whole certificate"
        }

        test("a bundle that was cut off is refused, not half believed") {
            failure(file(pem + pem.take(200))) shouldContain "holds no whole certificate"
        }

        test("a file of nothing but beginnings is refused soon") {
            val beginnings = file("-----BEGIN CERTIFICATE-----".repeat(80_000))
            measureTime { failure(beginnings) shouldContain "holds no whole certificate" } shouldBeLessThan 10.seconds
        }

        test("a certificate that is none is named by its number") {
            failure(file("$pem\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")) shouldContain
                "certificate number 2 is broken"
        }
    })
