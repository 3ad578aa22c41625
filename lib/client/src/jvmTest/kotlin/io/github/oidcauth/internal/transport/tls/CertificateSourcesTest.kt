package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldNotContain
import java.security.KeyStore

class CertificateSourcesTest :
    FunSpec({
        val limit = 1_048_576

        fun failure(block: () -> Unit) = shouldThrow<InvalidConfigException> { block() }.message

        test("texts of up to 1 MiB are read, certificates and key each, and longer ones are not") {
            failure { CertificateSources.pem("x".repeat(limit), "x".repeat(limit)) } shouldContain
                "contains no complete certificate"
            failure { CertificateSources.pem("x".repeat(limit + 1), "") } shouldContain "is longer than 1 MiB"
            failure { CertificateSources.pem("", "x".repeat(limit + 1)) } shouldContain "is longer than 1 MiB"
        }

        test("a name is shown with what a terminal prints harmlessly, and no longer than 64 characters") {
            val store = KeyStore.getInstance("PKCS12").apply { load(null, null) }

            fun named(alias: String) = failure { CertificateSources.keyStore(store, null, alias) }
            named("a \u001f~\u007f\u202eb") shouldEndWith "of the name a ~b."
            named("x".repeat(64)) shouldEndWith " ${"x".repeat(64)}."
            named("x".repeat(65)) shouldNotContain "x".repeat(65)
        }
    })
