package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.transport.tls.CertificateWithKey
import io.github.oidcauth.internal.transport.tls.PemCertificates
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.File
import java.nio.file.Path
import java.security.KeyStore
import java.security.cert.Certificate

class ClientCertificateTest :
    FunSpec({
        val password = TlsIdentities.PASSWORD.toCharArray()

        fun refused(make: () -> ClientCertificate): String = shouldThrow<InvalidConfigException> { make() }.message

        fun store(change: KeyStore.() -> Unit): KeyStore =
            KeyStore.getInstance("PKCS12").apply {
                load(null, null)
                change()
            }

        fun KeyStore.add(
            name: String,
            secret: CharArray = password,
            chain: Array<Certificate> = TlsIdentities.store.getCertificateChain(name),
        ) = setKeyEntry(name, TlsIdentities.key(name), secret, chain)

        test("the certificate of RFC 8705 appendix A has the thumbprint of its claim") {
            val certificate = PemCertificates.read(EXAMPLE) { error(it) }.single()
            CertificateWithKey.thumbprint(certificate) shouldBe "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0"
        }

        listOf("client", "self-EC", "self-RSA", "self-Ed25519", "self-RSASSA-PSS").forEach { name ->
            test("the certificate $name is the same from PEM and from a key store") {
                val stored = TlsIdentities.client(name)
                val twoTexts = ClientCertificate.fromPem(TlsIdentities.chainPem(name), TlsIdentities.keyPem(name))
                val oneText = ClientCertificate.fromPem(TlsIdentities.keyPem(name) + TlsIdentities.chainPem(name))
                val file = ClientCertificate.fromKeyStore(TlsIdentities.storeFile, password, name)

                listOf(twoTexts, oneText, file).forEach {
                    it shouldBe stored
                    it.hashCode() shouldBe stored.hashCode()
                    it.thumbprint shouldBe CertificateWithKey.thumbprint(TlsIdentities.certificate(name))
                }
                stored shouldNotBe TlsIdentities.client(if (name == "client") "self-EC" else "client")
            }
        }

        test("printing it shows the thumbprint alone") {
            val certificate = TlsIdentities.client("client")
            certificate.toString() shouldBe "ClientCertificate(thumbprint=${certificate.thumbprint})"
            ClientConfig("me") { clientCertificate = certificate }.toString() shouldNotContain "CN="
        }

        test("the only key of a store needs no name") {
            val only =
                store {
                    add("self-EC")
                    setCertificateEntry("authority", TlsIdentities.certificate("authority"))
                }
            ClientCertificate.fromKeyStore(only, password) shouldBe TlsIdentities.client("self-EC")
        }

        context("a key store is refused that") {
            test("has no key") {
                val empty = store { setCertificateEntry("authority", TlsIdentities.certificate("authority")) }
                refused { ClientCertificate.fromKeyStore(empty, password) } shouldContain "no key"
                refused { ClientCertificate.fromKeyStore(empty, password, "authority") } shouldContain "no private key"
            }

            test("has several, with their names") {
                val several =
                    store {
                        add("self-EC")
                        add("self-RSA")
                    }
                val message = refused { ClientCertificate.fromKeyStore(several, password) }
                message shouldContain "self-ec"
                message shouldContain "self-rsa"
            }

            test("has none of that name") {
                refused { ClientCertificate.fromKeyStore(TlsIdentities.store, password, "nobo\u001b[31mdy") } shouldContain
                    "nobo[31mdy"
            }

            test("does not open") {
                val wrong = "s3cret".toCharArray()
                val messages =
                    listOf(
                        refused { ClientCertificate.fromKeyStore(TlsIdentities.store, wrong, "client") },
                        refused { ClientCertificate.fromKeyStore(TlsIdentities.store, null, "client") },
                        refused { ClientCertificate.fromKeyStore(TlsIdentities.storeFile, wrong, "client") },
                    )
                messages.forEach {
                    it shouldContain "password"
                    it shouldNotContain "s3cret"
                }
            }

            test("has not been loaded") {
                val unloaded = KeyStore.getInstance("PKCS12")
                refused { ClientCertificate.fromKeyStore(unloaded, password) } shouldContain "not been loaded"
                refused { ClientCertificate.fromKeyStore(unloaded, password, "client") } shouldContain "not been loaded"
            }

            test("has the key of another certificate") {
                val mixed = store { add("self-EC", chain = TlsIdentities.store.getCertificateChain("client")) }
                refused { ClientCertificate.fromKeyStore(mixed, password) } shouldContain "not that of the client certificate"
            }

            test("is not there, or is something else") {
                val directory = tempdir()
                val text = File(directory, "text.p12").apply { writeText("hello") }
                val empty = File(directory, "empty.p12").apply { writeText("") }
                listOf(Path.of("/nowhere.p12"), directory.toPath(), text.toPath(), empty.toPath()).forEach {
                    refused { ClientCertificate.fromKeyStore(it, password) } shouldContain "$it"
                }
            }
        }

        context("PEM is refused") {
            val chain = TlsIdentities.chainPem("client")
            val key = TlsIdentities.keyPem("client")

            test("without a certificate, or with half of one") {
                refused { ClientCertificate.fromPem("", key) } shouldContain "no complete certificate"
                refused { ClientCertificate.fromPem(key) } shouldContain "no complete certificate"
                refused { ClientCertificate.fromPem(chain + chain.take(100), key) } shouldContain "no complete certificate"
                refused { ClientCertificate.fromPem(TlsIdentities.pem("CERTIFICATE", byteArrayOf(1)), key) } shouldContain
                    "certificate number 1 is broken"
            }

            test("without a key, or with one that is encrypted or broken") {
                refused { ClientCertificate.fromPem(chain) } shouldContain "private key"
                refused { ClientCertificate.fromPem(chain, key.replace("PRIVATE", "ENCRYPTED PRIVATE")) } shouldContain
                    "encrypted"
                val broken = TlsIdentities.pem("PRIVATE KEY", TlsIdentities.key("client").encoded.copyOf(20))
                refused { ClientCertificate.fromPem(chain, broken) } shouldContain "private key"
            }

            test("with the key of another certificate, of the same kind or another, or with the authority first") {
                listOf("self-EC", "self-RSA", "self-Ed25519").forEach {
                    val message = refused { ClientCertificate.fromPem(chain, TlsIdentities.keyPem(it)) }
                    message shouldContain "not that of the client certificate"
                }
                val reversed = TlsIdentities.chainPem("authority") + TlsIdentities.chainPem("client")
                refused { ClientCertificate.fromPem(reversed, key) } shouldContain "first one"
            }

            test("when it is longer than 1 MiB") {
                ClientCertificate.fromPem(chain + " ".repeat(1_048_576 - chain.length), key) shouldBe
                    TlsIdentities.client("client")
                refused { ClientCertificate.fromPem(chain + " ".repeat(1_048_577 - chain.length), key) } shouldContain "1 MiB"
            }
        }
    }) {
    private companion object {
        const val EXAMPLE =
            """-----BEGIN CERTIFICATE-----
MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAx
ODEyMzcwOVoXDTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwEbXRsczBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABNcnyxwqV6hY8QnhxxzFQ03C7HKW9OylMbnQZjjJ
/Au08/coZwxS7LfA4vOLS9WuneIXhbGGWvsDSb0tH6IxLm8wCgYIKoZIzj0EAwID
SQAwRgIhAP0RC1E+vwJD/D1AGHGzuri+hlV/PpQEKTWUVeORWz83AiEA5x2eXZOV
bUlJSGQgjwD5vaUaKlLR50Q2DmFfQj1L+SY=
-----END CERTIFICATE-----"""
    }
}
