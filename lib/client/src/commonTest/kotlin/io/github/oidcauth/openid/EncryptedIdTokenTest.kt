package io.github.oidcauth.openid

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.ContentEncryption.A128CBC_HS256
import io.github.oidcauth.oauth2.ContentEncryption.A256GCM
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JweAlgorithm.A128KW
import io.github.oidcauth.oauth2.JweAlgorithm.DIR
import io.github.oidcauth.oauth2.JweAlgorithm.ECDH_ES
import io.github.oidcauth.oauth2.JweAlgorithm.ECDH_ES_A256KW
import io.github.oidcauth.oauth2.JweAlgorithm.RSA_OAEP_256
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

private const val SECRET = "a client secret"

class EncryptedIdTokenTest :
    FunSpec({
        val jose = NimbusJose.jose
        val rsa = IssuingServer.forEncryption(IssuingServer.RSA)
        val ec = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256, "enc"))

        fun encrypted(
            content: String,
            key: Jwk = ec.toPublic(),
            algorithm: JweAlgorithm = ECDH_ES_A256KW,
            encryption: ContentEncryption = A256GCM,
        ) = jose.codec.encrypt(content, key, algorithm, encryption, contentType = "JWT")

        suspend fun IssuingServer.validate(
            raw: String,
            configure: ClientConfig.Builder.() -> Unit,
        ) = bench.client(IssuingServer.METADATA, configure = configure).validateIdToken(raw)

        suspend fun IssuingServer.refuse(
            raw: String,
            configure: ClientConfig.Builder.() -> Unit,
        ) = shouldThrow<InvalidResponseException> { validate(raw, configure) }.message

        fun settings(configure: JwtProtection.Builder.() -> Unit) = IdTokenSettings { protection(configure) }

        listOf(rsa to RSA_OAEP_256, ec to ECDH_ES, ec to ECDH_ES_A256KW).forEach { (key, algorithm) ->
            listOf(A128CBC_HS256, A256GCM).forEach { encryption ->
                test("a token that is encrypted with $algorithm and $encryption is decrypted, and kept as what was in it") {
                    val server = IssuingServer()
                    val signed = server.sign()

                    server.validate(encrypted(signed, key.toPublic(), algorithm, encryption)) {
                        decryptionKeys(rsa, ec)
                    }.encoded shouldBe
                        signed
                }
            }
        }

        test("of several keys the right one decrypts") {
            val server = IssuingServer()
            val old = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256, "old"))

            server.validate(encrypted(server.sign())) { decryptionKeys(old, ec) }.subject shouldBe "alice"
            server.validate(encrypted(server.sign(), old.toPublic())) { decryptionKeys(old, ec) }.subject shouldBe "alice"
        }

        test("a client without a key refuses what is encrypted") {
            val server = IssuingServer()
            server.refuse(encrypted(server.sign())) {} shouldContain "no key"
        }

        test("a client with another key refuses what is encrypted") {
            val server = IssuingServer()
            val other = IssuingServer.forEncryption(jose.keys.generate(JwsAlgorithm.ES256, "enc"))
            server.refuse(encrypted(server.sign())) { decryptionKeys(other) } shouldContain "decrypted"
        }

        test("only the registered algorithms decrypt") {
            val server = IssuingServer()
            val raw = encrypted(server.sign())

            server.validate(raw) {
                decryptionKeys(ec)
                idToken = settings { encryptedResponseAlgorithms(ECDH_ES_A256KW).encryptedResponseEncodings(A256GCM) }
            }
            server.refuse(raw) {
                decryptionKeys(ec)
                idToken = settings { encryptedResponseAlgorithms(ECDH_ES) }
            } shouldContain "decrypted"
            server.refuse(raw) {
                decryptionKeys(ec)
                idToken = settings { encryptedResponseEncodings(A128CBC_HS256) }
            } shouldContain "decrypted"
        }

        test("where encryption is required, a signed token alone is refused") {
            val server = IssuingServer()
            val required = settings { requireEncryption() }

            server.validate(encrypted(server.sign())) {
                decryptionKeys(ec)
                idToken = required
            }
            server.refuse(server.sign()) {
                decryptionKeys(ec)
                idToken = required
            } shouldContain "not encrypted"
        }

        test("encryption is no signature: anybody can encrypt to a public key") {
            val server = IssuingServer()
            val otherServer = jose.keys.generate(JwsAlgorithm.ES256, "k1")

            server.refuse(encrypted(server.claims().toString())) { decryptionKeys(ec) } shouldContain "not a signed JWT"
            server.refuse(encrypted(server.sign(key = otherServer))) { decryptionKeys(ec) } shouldContain "signature"
            server.refuse(encrypted(server.sign(server.claims("aud" to "\"mallory\"")))) { decryptionKeys(ec) } shouldContain
                "aud"
        }

        test("a token is encrypted once") {
            val server = IssuingServer()
            server.refuse(encrypted(encrypted(server.sign()))) { decryptionKeys(ec) } shouldContain "not a signed JWT"
        }

        listOf(DIR to A128CBC_HS256, A128KW to A256GCM).forEach { (algorithm, encryption) ->
            test("with $algorithm the client's secret is the key, where that is registered") {
                val server = IssuingServer()
                val signed = server.sign()
                val key = ClientSecretKey.encryption(SECRET, algorithm, encryption, jose.digest)
                val raw = encrypted(signed, key, algorithm, encryption)

                server
                    .validate(raw) {
                        clientSecret = SECRET
                        idToken = settings { encryptedResponseAlgorithms(algorithm) }
                    }.encoded shouldBe signed
                server.refuse(raw) { clientSecret = SECRET } shouldContain "no key"
                server.refuse(raw) {
                    clientSecret = SECRET
                    decryptionKeys(ec)
                } shouldContain "decrypted"
                server.refuse(raw) {
                    clientSecret = "another secret"
                    idToken = settings { encryptedResponseAlgorithms(algorithm) }
                } shouldContain "decrypted"
                server.refuse(raw) { idToken = settings { encryptedResponseAlgorithms(algorithm) } } shouldContain "decrypted"
            }
        }

        test("the token that comes with an access token is kept without its encryption") {
            var raw = ""
            val server = IssuingServer { tokenResponse(raw) }
            val signed = server.sign()
            raw = encrypted(signed)

            val token = server.bench.client(IssuingServer.METADATA) { decryptionKeys(ec) }.token(ClientCredentialsGrant())

            token.idToken shouldBe signed
        }

        test("a public key decrypts nothing, so it is no setting") {
            shouldThrow<InvalidConfigException> { ClientConfig("my-client") { decryptionKeys(ec.toPublic()) } }
        }
    })
