// Tests Ed25519 and NimbusSignatures.
package io.github.oidcauth.internal.jose

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

class JwsRoundTripTest :
    FunSpec({
        val jose = NimbusJose.jose
        val claims =
            buildJsonObject {
                put("sub", "älice")
                put("iat", 1)
            }

        JwsAlgorithm.entries.forEach { algorithm ->
            test("a text that is signed with $algorithm is verified, with the public part if there is one") {
                val key = jose.keys.generate(algorithm, "one")
                val token = jose.signer.sign(claims, key, algorithm, "at+jwt")
                val known = if (algorithm.isSymmetric) key else key.toPublic()
                val jwt =
                    jose.verifier
                        .verify(token, listOf(known), setOf(algorithm))
                        .shouldBeInstanceOf<SignatureVerification.Valid>()
                        .jwt
                jwt.claims shouldBe claims
                jwt.type shouldBe "at+jwt"
                jwt.algorithm shouldBe algorithm
                jwt.header.toString() shouldBe """{"alg":"${algorithm.identifier}","typ":"at+jwt","kid":"one"}"""
                jwt.toString() shouldBe "SignedJwt(algorithm=${algorithm.identifier}, ██)"
            }

            test("another key of $algorithm does not verify it") {
                val token = jose.signer.sign(claims, jose.keys.generate(algorithm, "one"), algorithm)
                jose.verifier
                    .verify(token, listOf(jose.keys.generate(algorithm, "one")), setOf(algorithm))
                    .shouldBeInstanceOf<SignatureVerification.Invalid>()
            }
        }

        val key = jose.keys.generate(JwsAlgorithm.ES256)

        test("members of the header are added, and those that do not apply are not there") {
            val header = JsonObject(mapOf("jwk" to key.toPublic().toJson()))
            val token = jose.signer.sign(claims, key, JwsAlgorithm.ES256, header = header)
            val jws = CompactJwt.parse(token).shouldBeInstanceOf<CompactJwt.Jws>()
            jws.header.keys.shouldContainExactly(setOf("alg", "jwk"))
            jws.header["jwk"] shouldBe key.toPublic().toJson()
        }

        listOf("alg", "typ", "kid", "crit", "b64").forEach { name ->
            test("the header member $name is not the caller's") {
                shouldThrow<IllegalArgumentException> {
                    jose.signer.sign(claims, key, JwsAlgorithm.ES256, header = JsonObject(mapOf(name to JsonPrimitive("x"))))
                }
            }
        }

        context("a key that cannot sign is refused with a reason and without its value") {
            val short = "c2hvcnQgc2VjcmV0"
            listOf(
                Triple("a public key", key.toPublic(), JwsAlgorithm.ES256) to "private part",
                Triple("a key of another type", key, JwsAlgorithm.RS256) to "type or curve",
                Triple("a short secret", Jwk.parse("""{"kty":"oct","k":"$short"}"""), JwsAlgorithm.HS256) to "at least 32 octets",
                Triple("a client secret that is short", ClientSecretKey.signing("short secret"), JwsAlgorithm.HS512) to
                    "at least 64 octets",
                Triple(
                    "a key of another use",
                    Jwk.fromJson(JsonObject(key.toJson() + ("use" to JsonPrimitive("enc")))),
                    JwsAlgorithm.ES256,
                ) to
                    "use and key_ops",
                Triple(
                    "numbers that do not belong together",
                    Jwk.fromJson(JsonObject(key.toJson() + ("x" to JsonPrimitive(Base64Url.encode(ByteArray(32) { 5 }))))),
                    JwsAlgorithm.ES256,
                ) to "belong together",
            ).forEach { (case, hint) ->
                test(case.first) {
                    val message = shouldThrow<InvalidConfigException> {
                        jose.signer.sign(claims, case.second, case.third)
                    }.message
                    message shouldContain hint
                    message shouldContain case.third.identifier
                    message shouldNotContain short
                }
            }
        }

        test("a client secret of 32 octets signs with HS256") {
            val secret = ClientSecretKey.signing("s".repeat(32))
            val token = jose.signer.sign(claims, secret, JwsAlgorithm.HS256)
            jose.verifier.verify(
                token,
                listOf(secret),
                setOf(JwsAlgorithm.HS256),
            ).shouldBeInstanceOf<SignatureVerification.Valid>()
        }

        test("an RSA key without its factors signs too") {
            val whole = jose.keys.generate(JwsAlgorithm.RS256)
            val bare = Jwk.fromJson(JsonObject(whole.toJson().filterKeys { it in setOf("kty", "n", "e", "d") }))
            val token = jose.signer.sign(claims, bare, JwsAlgorithm.RS256)
            jose.verifier.verify(
                token,
                listOf(whole),
                setOf(JwsAlgorithm.RS256),
            ).shouldBeInstanceOf<SignatureVerification.Valid>()
        }
    })
