package io.github.oidcauth.internal.crypto

import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldMatch

class HashesTest :
    FunSpec({
        test("the challenge of RFC 7636 B is the one printed there") {
            Pkce.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", JdkDigest) shouldBe
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        }

        test("the verifier of RFC 7636 B is made of the octets printed there") {
            val octets =
                listOf(116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186) +
                    listOf(22, 212, 37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121)
            val random = RandomSource { count -> ByteArray(count) { octets[it].toByte() } }
            Pkce.verifier(random) shouldBe "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        }

        test("a verifier has the 43 characters of RFC 7636 §4.1, and no two are alike") {
            Pkce.verifier(SecureRandomSource) shouldMatch "[A-Za-z0-9_-]{43}"
            Pkce.verifier(SecureRandomSource) shouldNotBe Pkce.verifier(SecureRandomSource)
        }

        test("at_hash is that of OpenID Connect Core A.3") {
            TokenHash.of("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", JwsAlgorithm.RS256, JdkDigest) shouldBe
                "77QmUPtjPfzWtF2AnpK9RQ"
        }

        test("c_hash is that of OpenID Connect Core A.4") {
            val code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"
            TokenHash.of(code, JwsAlgorithm.RS256, JdkDigest) shouldBe "LDktKdoQak3Pk0cnXxCltA"
        }

        test("the hash is that of the signature, and half of it is used") {
            JwsAlgorithm.entries.associateWith { Base64Url.decode(TokenHash.of("token", it, JdkDigest))?.size } shouldBe
                JwsAlgorithm.entries.associateWith {
                    when (it.identifier.takeLast(3)) {
                        "256" -> 16
                        "384" -> 24
                        else -> 32
                    }
                }
        }

        test("EdDSA takes SHA-512 as Ed25519 does") {
            TokenHash.of("token", JwsAlgorithm.EdDSA, JdkDigest) shouldBe TokenHash.of("token", JwsAlgorithm.ES512, JdkDigest)
        }

        test("the digests are those of FIPS 180-4 for 'abc'") {
            fun hex(bytes: ByteArray) = bytes.toHexString().take(16)
            val abc = "abc".encodeToByteArray()
            hex(JdkDigest.sha256(abc)) shouldBe "ba7816bf8f01cfea"
            hex(JdkDigest.sha384(abc)) shouldBe "cb00753f45a35e8b"
            hex(JdkDigest.sha512(abc)) shouldBe "ddaf35a193617aba"
        }

        test("the key that follows from a client secret is the left part of the shortest hash that is long enough") {
            fun key(
                algorithm: JweAlgorithm,
                encryption: ContentEncryption,
            ) = ClientSecretKey.encryption("secret", algorithm, encryption, JdkDigest).octets("k")
            val secret = "secret".encodeToByteArray()
            key(JweAlgorithm.A128KW, ContentEncryption.A256GCM) shouldBe JdkDigest.sha256(secret).copyOf(16)
            key(JweAlgorithm.A256KW, ContentEncryption.A128GCM) shouldBe JdkDigest.sha256(secret)
            key(JweAlgorithm.DIR, ContentEncryption.A192CBC_HS384) shouldBe JdkDigest.sha384(secret)
            key(JweAlgorithm.DIR, ContentEncryption.A256CBC_HS512) shouldBe JdkDigest.sha512(secret)
        }
    })
