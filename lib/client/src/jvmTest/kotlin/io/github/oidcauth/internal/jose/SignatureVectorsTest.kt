// Tests Ed25519.
package io.github.oidcauth.internal.jose

import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf

/** The examples of RFC 7515, RFC 7519, RFC 7520 and RFC 8037. */
class SignatureVectorsTest :
    FunSpec({
        val jose = NimbusJose.jose
        val signatures = NimbusSignatures()
        val vectors =
            listOf(
                Triple(JwsAlgorithm.HS256, SignatureVectors.HS256_KEY, SignatureVectors.HS256),
                Triple(JwsAlgorithm.RS256, SignatureVectors.RS256_KEY, SignatureVectors.RS256),
                Triple(JwsAlgorithm.ES256, SignatureVectors.ES256_KEY, SignatureVectors.ES256),
                Triple(JwsAlgorithm.ES512, SignatureVectors.ES512_KEY, SignatureVectors.ES512),
                Triple(JwsAlgorithm.PS384, SignatureVectors.PS384_KEY, SignatureVectors.PS384),
                Triple(JwsAlgorithm.EdDSA, SignatureVectors.EDDSA_KEY, SignatureVectors.EDDSA),
            )

        vectors.forEach { (algorithm, key, text) ->
            test("the $algorithm signature of the specification is right") {
                val jws = CompactJwt.parse(text).shouldBeInstanceOf<CompactJwt.Jws>()
                val input = jws.signingInput.encodeToByteArray()
                signatures.verifies(jws.signature, input, Jwk.parse(key), algorithm) shouldBe true
                signatures.verifies(jws.signature, input + 0, Jwk.parse(key), algorithm) shouldBe false
            }
        }

        vectors.filter {
            it.first in setOf(JwsAlgorithm.HS256, JwsAlgorithm.RS256, JwsAlgorithm.EdDSA)
        }.forEach { (algorithm, key, text) ->
            test("the $algorithm signature is made as in the specification") {
                val jws = CompactJwt.parse(text).shouldBeInstanceOf<CompactJwt.Jws>()
                signatures.sign(jws.signingInput.encodeToByteArray(), Jwk.parse(key), algorithm) shouldBe jws.signature
            }
        }

        vectors.take(3).forEach { (algorithm, key, text) ->
            test("the JWT with $algorithm has the claims of RFC 7519 §3.1") {
                val verification = jose.verifier.verify(text, listOf(Jwk.parse(key)), setOf(algorithm))
                val jwt = verification.shouldBeInstanceOf<SignatureVerification.Valid>().jwt
                jwt.algorithm shouldBe algorithm
                jwt.type shouldBe if (algorithm == JwsAlgorithm.HS256) "JWT" else null
                jwt.claims.toString() shouldBe """{"iss":"joe","exp":1300819380,"http://example.com/is_root":true}"""
            }
        }
    })
