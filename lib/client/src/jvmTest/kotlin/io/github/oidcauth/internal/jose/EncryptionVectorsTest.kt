package io.github.oidcauth.internal.jose

import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

/** The examples of RFC 7516 and RFC 7520. */
class EncryptionVectorsTest :
    FunSpec({
        val algorithms = JweAlgorithm.entries.toSet()
        val encryptions = ContentEncryption.entries.toSet()

        fun decrypt(
            text: String,
            key: String,
        ) = NimbusJose.jose.codec.decrypt(text, listOf(Jwk.parse(key)), algorithms, encryptions)

        listOf(
            Triple("RSA-OAEP", EncryptionVectors.RSA_OAEP, EncryptionVectors.RSA_OAEP_KEY),
            Triple("ECDH-ES+A128KW", EncryptionVectors.ECDH_ES_A128KW, EncryptionVectors.ECDH_ES_A128KW_KEY),
            Triple("ECDH-ES", EncryptionVectors.ECDH_ES, EncryptionVectors.ECDH_ES_KEY),
            Triple("dir", EncryptionVectors.DIR, EncryptionVectors.DIR_KEY),
            Triple("A256GCMKW", EncryptionVectors.A256GCMKW, EncryptionVectors.A256GCMKW_KEY),
            Triple("A128KW", EncryptionVectors.A128KW, EncryptionVectors.A128KW_KEY),
        ).forEach { (name, text, key) ->
            test("the example of RFC 7520 for $name is decrypted") { decrypt(text, key) shouldBe EncryptionVectors.TEXT }
        }

        test("the example of RFC 7516 A.3 is decrypted") {
            decrypt(EncryptionVectors.A128KW_CBC, EncryptionVectors.A128KW_CBC_KEY) shouldBe "Live long and prosper."
        }

        test("the compressed example of RFC 7520 is refused") {
            decrypt(EncryptionVectors.COMPRESSED, EncryptionVectors.A128KW_KEY).shouldBeNull()
        }

        test("the example of RFC 7520 for RSA1_5 is refused") {
            decrypt(EncryptionVectors.RSA1_5, EncryptionVectors.RSA1_5_KEY).shouldBeNull()
        }

        test("the example of RFC 7520 for a password is refused") {
            val password = Jwk.parse(
                """{"kty":"oct","k":"${UnsafeSigner.encode("entrap_o–peter_long–credit_tun")}"}""",
            ).toJson().toString()
            decrypt(EncryptionVectors.PASSWORD_TEXT, password).shouldBeNull()
        }
    })
