package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.json.string
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

class DPoPKeyTest :
    FunSpec({
        val jwk = Jwk.generate(JwsAlgorithm.ES256, "name")
        val key = DPoPKey(jwk, JwsAlgorithm.ES256)

        test("a key is what it was after it was written and read") {
            listOf(JwsAlgorithm.ES256, JwsAlgorithm.PS384, JwsAlgorithm.EdDSA).forEach {
                val generated = DPoPKey.generate(it)
                val read = DPoPKey.fromJson(Jwk.parse(generated.toJson().toString()).toJson())
                read shouldBe generated
                read.hashCode() shouldBe generated.hashCode()
                read.algorithm shouldBe it
                read.thumbprint shouldBe generated.thumbprint
            }
        }

        listOf("EdDSA", "Ed25519").forEach { name ->
            test("a key on Ed25519 that says $name still says so after it was written and read, and is the same key") {
                val generated = Jwk.generate(JwsAlgorithm.EdDSA)
                val named = Jwk.fromJson(JsonObject(generated.toJson() + ("alg" to JsonPrimitive(name))))
                val read = DPoPKey.fromJson(DPoPKey(named, JwsAlgorithm.EdDSA).toJson())

                read.toJson().string("alg") shouldBe name
                read.algorithm shouldBe JwsAlgorithm.EdDSA
                read shouldBe DPoPKey(generated, JwsAlgorithm.EdDSA)
            }
        }

        test("the thumbprint is that of the public half, whatever else the key says of itself") {
            key.thumbprint shouldBe DPoPKey(Jwk.fromJson(JsonObject(jwk.toJson() - "kid" - "use")), JwsAlgorithm.ES256).thumbprint
            key.thumbprint.length shouldBe 43
            key.thumbprint shouldNotBe DPoPKey.generate().thumbprint
        }

        test("a key for RSA is another one with another algorithm") {
            val rsa = Jwk.fromJson(JsonObject(Jwk.generate(JwsAlgorithm.RS256).toJson() - "alg"))
            DPoPKey(rsa, JwsAlgorithm.RS256) shouldNotBe DPoPKey(rsa, JwsAlgorithm.PS256)
        }

        mapOf(
            "the public half" to { DPoPKey(jwk.toPublic(), JwsAlgorithm.ES256) },
            "another curve" to { DPoPKey(jwk, JwsAlgorithm.ES384) },
            "another type" to { DPoPKey(jwk, JwsAlgorithm.RS256) },
            "a shared secret" to { DPoPKey(Jwk.generate(JwsAlgorithm.HS256), JwsAlgorithm.HS256) },
            "a key for encryption" to
                {
                    DPoPKey(Jwk.fromJson(JsonObject(jwk.toJson() + ("use" to JsonPrimitive("enc")))), JwsAlgorithm.ES256)
                },
            "a key for another algorithm" to
                {
                    DPoPKey(Jwk.fromJson(JsonObject(jwk.toJson() + ("alg" to JsonPrimitive("ECDH-ES")))), JwsAlgorithm.ES256)
                },
            "a key without alg" to { DPoPKey.fromJson(JsonObject(jwk.toJson() - "alg")) },
            "a key whose alg nobody knows" to
                {
                    DPoPKey.fromJson(JsonObject(jwk.toJson() + ("alg" to JsonPrimitive("none"))))
                },
            "no key" to { DPoPKey.fromJson(JsonObject(mapOf("alg" to JsonPrimitive("ES256")))) },
        ).forEach { (what, make) ->
            test("$what makes no proofs, and the refusal shows nothing of it") {
                val refusal = shouldThrow<InvalidConfigException> { make() }
                refusal.message shouldNotContain jwk.toJson().string("d").orEmpty()
                refusal.message shouldNotContain jwk.toJson().string("x").orEmpty()
            }
        }

        test("a shared secret is no algorithm for keys to be made") {
            shouldThrow<IllegalArgumentException> { DPoPKey.generate(JwsAlgorithm.HS256) }
            shouldThrow<IllegalArgumentException> { DPoP.perToken(JwsAlgorithm.HS512) }
        }

        test("nothing of a key is printed") {
            val secret = key.toJson().string("d").orEmpty()
            listOf(key, DPoP.withKey(key), ClientConfig("me") { dpop = DPoP.withKey(key) }).forEach {
                it.toString() shouldNotContain secret
                it.toString() shouldNotContain key.toJson().string("x").orEmpty()
            }
        }

        test("settings are equal when key or algorithm and what is accepted are") {
            DPoP.withKey(key) shouldBe DPoP.withKey(DPoPKey.fromJson(key.toJson()))
            DPoP.withKey(key) shouldNotBe DPoP.withKey(DPoPKey.generate())
            DPoP.withKey(key) shouldNotBe DPoP.withKey(key).acceptBearer()
            DPoP.perToken() shouldBe DPoP.perToken(null)
            DPoP.perToken() shouldNotBe DPoP.perToken(JwsAlgorithm.ES256)
            DPoP.perToken() shouldNotBe DPoP.perToken().acceptBearer()
            ClientConfig("me") { dpop = DPoP.withKey(key) }.newBuilder().build().dpop shouldBe DPoP.withKey(key)
            (ClientConfig("me") { dpop = DPoP.withKey(key) } == ClientConfig("me")) shouldBe false
        }
    })
