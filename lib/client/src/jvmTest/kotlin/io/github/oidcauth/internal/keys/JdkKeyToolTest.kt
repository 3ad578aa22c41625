package io.github.oidcauth.internal.keys

import com.nimbusds.jose.jwk.JWK
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.jose.SignatureVectors
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

class JdkKeyToolTest :
    FunSpec({
        val tool = NimbusJose.jose.keys

        JwsAlgorithm.entries.forEach { algorithm ->
            test("a new key for $algorithm says so, fits, and is private") {
                val key = tool.generate(algorithm, "one")
                key.keyId shouldBe "one"
                key.algorithm shouldBe algorithm.identifier
                key.use shouldBe "sig"
                key.isPrivate shouldBe true
                KeyCompatibility.fault(key, algorithm, KeyUse.SIGN).shouldBeNull()
                tool.generate(algorithm, "one") shouldNotBe key
            }
        }

        test("a key without a name has none") { tool.generate(JwsAlgorithm.ES256).keyId.shouldBeNull() }

        test("coordinates that begin with zeros keep them") {
            // One in 256 coordinates begins with a zero octet; a key that lost one would not be read.
            repeat(300) { tool.generate(JwsAlgorithm.ES256).octets("x")?.size shouldBe 32 }
        }

        test("the thumbprint of RFC 7638 §3.1 is the one printed there") {
            val modulus =
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWK" +
                    "RXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMic" +
                    "AtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3" +
                    "XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
            val key = Jwk.parse("""{"kty":"RSA","n":"$modulus","e":"AQAB","alg":"RS256","kid":"2011-04-29"}""")
            tool.thumbprint(key) shouldBe "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        }

        test("the thumbprint of RFC 8037 A.3 is the one printed there, with and without the private part") {
            val key = Jwk.parse(SignatureVectors.EDDSA_KEY)
            tool.thumbprint(key) shouldBe "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
            tool.thumbprint(key.toPublic()) shouldBe "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        }

        listOf(JwsAlgorithm.ES256, JwsAlgorithm.HS256, JwsAlgorithm.RS256).forEach { algorithm ->
            test("the thumbprint of a key for $algorithm depends on the key alone") {
                val key = tool.generate(algorithm, "one")
                val renamed = Jwk.fromJson(
                    JsonObject(key.toJson() + mapOf("kid" to JsonPrimitive("two"), "x5t" to JsonPrimitive("AQAB"))),
                )
                tool.thumbprint(renamed) shouldBe tool.thumbprint(key)
                tool.thumbprint(tool.generate(algorithm, "one")) shouldNotBe tool.thumbprint(key)
            }
        }

        test("thumbprints of shared secrets and curves agree with those of Nimbus") {
            listOf(JwsAlgorithm.ES256, JwsAlgorithm.ES512, JwsAlgorithm.HS256).forEach { algorithm ->
                val key = tool.generate(algorithm)
                tool.thumbprint(key) shouldBe
                    JWK
                        .parse(key.toJson().toString())
                        .computeThumbprint()
                        .toString()
            }
        }
    })
