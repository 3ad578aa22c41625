package io.github.oidcauth.internal.keys

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

private fun rsa(
    modulus: ByteArray = ByteArray(256) { -1 },
    exponent: String = "AQAB",
    more: String = "",
) = Jwk.parse("""{"kty":"RSA","n":"${Base64Url.encode(modulus)}","e":"$exponent"$more}""")

private fun secret(
    octets: Int,
    more: String = "",
) = Jwk.parse("""{"kty":"oct","k":"${Base64Url.encode(ByteArray(octets) { 7 })}"$more}""")

private fun verifyFault(
    key: Jwk,
    algorithm: JwsAlgorithm,
) = KeyCompatibility.fault(key, algorithm, KeyUse.VERIFY)

class KeyCompatibilityTest :
    FunSpec({
        val coordinates = mapOf("P-256" to 32, "P-384" to 48, "P-521" to 66)
        val keys =
            coordinates.map { (curve, octets) ->
                val x = Base64Url.encode(ByteArray(octets) { 1 })
                Jwk.parse("""{"kty":"EC","crv":"$curve","x":"$x","y":"$x"}""")
            } + rsa() + secret(64) +
                listOf("Ed25519", "X25519").map {
                    Jwk.parse("""{"kty":"OKP","crv":"$it","x":"${Base64Url.encode(ByteArray(32))}"}""")
                }

        test("each key is for the algorithms of its type and curve, and for no other") {
            fun algorithms(key: Jwk) = JwsAlgorithm.entries.filter { verifyFault(key, it) == null }.map { it.identifier }
            keys.map { it.keyType to algorithms(it) } shouldBe
                listOf(
                    "EC" to listOf("ES256"),
                    "EC" to listOf("ES384"),
                    "EC" to listOf("ES512"),
                    "RSA" to listOf("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
                    "oct" to listOf("HS256", "HS384", "HS512"),
                    "OKP" to listOf("EdDSA"),
                    "OKP" to emptyList(),
                )
        }

        test("an RSA key of 2048 bits is long enough, one of 2047 bits is not") {
            verifyFault(rsa(ByteArray(256).apply { this[0] = -128 }), JwsAlgorithm.RS256).shouldBeNull()
            verifyFault(rsa(ByteArray(256).apply { this[0] = 127 }), JwsAlgorithm.RS256).shouldNotBeNull() shouldContain
                "2048 bits"
        }

        test("zeros in front do not make an RSA key longer") {
            verifyFault(rsa(ByteArray(300).apply { fill(-1, fromIndex = 172) }), JwsAlgorithm.RS256).shouldNotBeNull()
            verifyFault(rsa(ByteArray(257).apply { fill(-1, fromIndex = 1) }), JwsAlgorithm.RS256).shouldBeNull()
        }

        test("an RSA key of zeros is none") { verifyFault(rsa(ByteArray(256)), JwsAlgorithm.RS256).shouldNotBeNull() }

        mapOf(
            "AA" to "0",
            "AQ" to "1",
            "AAE" to "1 with a zero in front",
            "Ag" to "2",
            "AQAA" to "65536",
        ).forEach { (exponent, name) ->
            test("an RSA key with the exponent $name is none") {
                verifyFault(rsa(exponent = exponent), JwsAlgorithm.RS256).shouldNotBeNull() shouldContain "exponent"
            }
        }

        test("an RSA key with the exponent 3 is one") { verifyFault(rsa(exponent = "Aw"), JwsAlgorithm.RS256).shouldBeNull() }

        listOf(JwsAlgorithm.HS256 to 32, JwsAlgorithm.HS384 to 48, JwsAlgorithm.HS512 to 64).forEach { (algorithm, octets) ->
            test("a secret for $algorithm has $octets octets, and not one less") {
                verifyFault(secret(octets), algorithm).shouldBeNull()
                verifyFault(secret(octets - 1), algorithm).shouldNotBeNull() shouldContain "$octets octets"
            }
        }

        listOf("PS256", "RS512", "RSA", "SHA256withRSA", "ES256").forEach { label ->
            test("a public key that is called $label verifies what an RSA key can") {
                verifyFault(rsa(more = ""","alg":"$label""""), JwsAlgorithm.RS256).shouldBeNull()
                KeyCompatibility.rank(rsa(more = ""","alg":"$label""""), JwsAlgorithm.RS256) shouldBe 2
            }
        }

        test("a key that says nothing else is tried first, then one that says nothing") {
            KeyCompatibility.rank(rsa(more = ""","alg":"RS256""""), JwsAlgorithm.RS256) shouldBe 0
            KeyCompatibility.rank(rsa(), JwsAlgorithm.RS256) shouldBe 1
        }

        listOf("RSA-OAEP", "RSA-OAEP-512", "RSA1_5", "ECDH-ES", "HS256", "A128GCMKW").forEach { label ->
            test("a key that is called $label verifies nothing") {
                verifyFault(rsa(more = ""","alg":"$label""""), JwsAlgorithm.RS256).shouldNotBeNull() shouldContain "alg"
            }
        }

        test("signing and encrypting respect the alg of the key, and a shared secret is for its agreed algorithm") {
            fun private(label: String) = rsa(more = ""","d":"AQAB","alg":"$label"""")
            KeyCompatibility.fault(private("RS256"), JwsAlgorithm.RS256, KeyUse.SIGN).shouldBeNull()
            KeyCompatibility.fault(private("PS256"), JwsAlgorithm.RS256, KeyUse.SIGN).shouldNotBeNull() shouldContain "alg"
            verifyFault(secret(64, ""","alg":"HS256""""), JwsAlgorithm.HS256).shouldBeNull()
            verifyFault(secret(64, ""","alg":"HS256""""), JwsAlgorithm.HS512).shouldNotBeNull() shouldContain "alg"

            fun encryption(
                key: Jwk,
                use: KeyUse,
            ) = KeyCompatibility.fault(key, JweAlgorithm.RSA_OAEP_256, ContentEncryption.A128GCM, use)
            encryption(private("RSA-OAEP"), KeyUse.DECRYPT).shouldBeNull()
            encryption(private("RSA-OAEP"), KeyUse.ENCRYPT).shouldNotBeNull() shouldContain "alg"
            encryption(private("RS256"), KeyUse.DECRYPT).shouldNotBeNull() shouldContain "alg"
            encryption(private("A128KW"), KeyUse.DECRYPT).shouldNotBeNull() shouldContain "alg"
        }

        test("members that mean nothing for an RSA key decide nothing") {
            val odd = rsa(more = ""","crv":"P-256","x":"AQAB","k":"AQAB","y":7""")
            verifyFault(odd, JwsAlgorithm.PS256).shouldBeNull()
            verifyFault(odd, JwsAlgorithm.ES256).shouldNotBeNull()
            verifyFault(odd, JwsAlgorithm.HS256).shouldNotBeNull()
            KeyCompatibility.fault(odd, JwsAlgorithm.RS256, KeyUse.SIGN).shouldNotBeNull() shouldContain "private"
        }

        test("a key for encryption verifies nothing, and one for signatures encrypts nothing") {
            fun encryptFault(
                key: Jwk,
            ) = KeyCompatibility.fault(key, JweAlgorithm.RSA_OAEP, ContentEncryption.A128GCM, KeyUse.ENCRYPT)
            verifyFault(rsa(more = ""","use":"sig""""), JwsAlgorithm.RS256).shouldBeNull()
            verifyFault(rsa(more = ""","use":"enc""""), JwsAlgorithm.RS256).shouldNotBeNull()
            encryptFault(rsa(more = ""","use":"enc"""")).shouldBeNull()
            encryptFault(rsa(more = ""","use":"sig"""")).shouldNotBeNull()
        }

        test("a key is used for the operations that it lists") {
            verifyFault(rsa(more = ""","key_ops":["verify","other"]"""), JwsAlgorithm.RS256).shouldBeNull()
            verifyFault(rsa(more = ""","key_ops":["encrypt"]"""), JwsAlgorithm.RS256).shouldNotBeNull()
            verifyFault(rsa(more = ""","key_ops":["other"]"""), JwsAlgorithm.RS256).shouldNotBeNull()
        }

        test("a public key neither signs nor decrypts") {
            KeyCompatibility.fault(rsa(), JwsAlgorithm.RS256, KeyUse.SIGN).shouldNotBeNull() shouldContain "private"
            KeyCompatibility.fault(
                rsa(),
                JweAlgorithm.RSA_OAEP,
                ContentEncryption.A128GCM,
                KeyUse.DECRYPT,
            ).shouldNotBeNull() shouldContain
                "private"
        }

        test("shared keys have exactly the size that is asked for") {
            fun fault(
                octets: Int,
                algorithm: JweAlgorithm,
                encryption: ContentEncryption,
            ) = KeyCompatibility.fault(secret(octets), algorithm, encryption, KeyUse.DECRYPT)
            fault(16, JweAlgorithm.A128KW, ContentEncryption.A256GCM).shouldBeNull()
            fault(32, JweAlgorithm.A128KW, ContentEncryption.A256GCM).shouldNotBeNull()
            fault(32, JweAlgorithm.DIR, ContentEncryption.A256GCM).shouldBeNull()
            fault(32, JweAlgorithm.DIR, ContentEncryption.A128CBC_HS256).shouldBeNull()
            fault(32, JweAlgorithm.DIR, ContentEncryption.A128GCM).shouldNotBeNull()
        }

        test("the key of a direct encryption may name what it encrypts with") {
            fun fault(alg: String) =
                KeyCompatibility.fault(
                    secret(16, ""","alg":"$alg""""),
                    JweAlgorithm.DIR,
                    ContentEncryption.A128GCM,
                    KeyUse.DECRYPT,
                )
            fault("dir").shouldBeNull()
            fault("A128GCM").shouldBeNull()
            fault("A256GCM").shouldNotBeNull()
        }
    })
