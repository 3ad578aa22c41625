package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ReceivedProof
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.ints.shouldBeGreaterThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.long
import kotlin.time.Duration.Companion.seconds

class DPoPProverTest :
    FunSpec({
        val bench = ClientBench { ScriptedResponse.token() }
        val prover = DPoPProver(bench.clientContext)
        val key = DPoPKey.generate()

        fun proof(
            key: DPoPKey = DPoPKey.generate(),
            method: String = "POST",
            nonce: String? = null,
            accessToken: String? = null,
        ) = ReceivedProof.of(prover.proof(key, method, HttpTarget.of("https://as.example/token"), nonce, accessToken))

        JwsAlgorithm.entries.filterNot { it.isSymmetric }.forEach { algorithm ->
            test(
                "a proof with ${algorithm.identifier} is signed by the key in its header, which has public numbers alone",
            ) {
                val named = Jwk.generate(algorithm, keyId = "the-name-of-my-key")
                val received = proof(DPoPKey(named, algorithm))

                received.header.keys shouldContainExactlyInAnyOrder setOf("alg", "typ", "jwk")
                received.header.string("alg") shouldBe algorithm.identifier
                received.header.string("typ") shouldBe "dpop+jwt"
                received.key.isPrivate shouldBe false
                val numbers =
                    mapOf(
                        "RSA" to setOf("kty", "n", "e"),
                        "EC" to setOf("kty", "crv", "x", "y"),
                        "OKP" to setOf("kty", "crv", "x"),
                    )
                received.key.toJson().keys shouldBe numbers.getValue(algorithm.keyType)
                numbers.getValue(algorithm.keyType).forEach {
                    received.key.toJson().string(it) shouldBe named.toJson().string(it)
                }
            }
        }

        test("a proof has no nonce and no hash of a token when there is none") {
            proof(key).claims.keys shouldBe setOf("jti", "htm", "htu", "iat")
        }

        test("a proof has the nonce, the hash of the token and the method that it is made for") {
            val received = proof(key, method = "patch", nonce = "n-1", accessToken = "at")

            received["nonce"] shouldBe "n-1"
            received["htm"] shouldBe "patch"
            received["ath"] shouldBe Base64Url.encode(bench.clientContext.jose.digest.sha256("at".encodeToByteArray()))
        }

        test("a proof of another token has another hash") {
            proof(key, accessToken = "a")["ath"] shouldNotBe proof(key, accessToken = "b")["ath"]
        }

        test("each proof has an identifier of its own, of 96 bits at least") {
            val identifiers = List(20) { proof(key)["jti"].orEmpty() }

            identifiers.distinct().size shouldBe 20
            (Base64Url.decode(identifiers.first())?.size ?: 0) shouldBeGreaterThanOrEqual 12
        }

        test("a proof is as old as the clock says, in whole seconds") {
            val before = (proof(key).claims["iat"] as JsonPrimitive).long
            before shouldBe bench.clock.now().epochSeconds
            bench.clock.time += 61.seconds

            (proof(key).claims["iat"] as JsonPrimitive).long shouldBe before + 61
        }
    })
