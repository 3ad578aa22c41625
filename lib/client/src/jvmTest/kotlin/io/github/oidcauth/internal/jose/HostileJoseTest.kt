package io.github.oidcauth.internal.jose

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.types.shouldNotBeInstanceOf
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.random.Random

private val ALGORITHMS = JwsAlgorithm.entries.toSet()

/**
 * Good inputs, damaged in ways that are the same in every run. Nothing foreign is ever thrown, and nothing damaged is ever
 * believed.
 */
class HostileJoseTest :
    FunSpec({
        val jose = NimbusJose.jose
        val keyTexts =
            listOf(
                SignatureVectors.HS256_KEY,
                SignatureVectors.RS256_KEY,
                SignatureVectors.ES256_KEY,
                SignatureVectors.ES512_KEY,
                SignatureVectors.EDDSA_KEY,
                EncryptionVectors.ECDH_ES_KEY,
                EncryptionVectors.A128KW_KEY,
            )
        val keys = keyTexts.map(Jwk::parse)
        val tokens =
            listOf(
                SignatureVectors.HS256,
                SignatureVectors.RS256,
                SignatureVectors.ES256,
                SignatureVectors.ES512,
                SignatureVectors.EDDSA,
            )
        val secrets =
            listOf(EncryptionVectors.ECDH_ES, EncryptionVectors.ECDH_ES_A128KW, EncryptionVectors.DIR, EncryptionVectors.A128KW)

        fun decrypt(
            text: String,
            with: List<Jwk>,
        ) = jose.codec.decrypt(text, with, JweAlgorithm.entries.toSet(), ContentEncryption.entries.toSet())

        fun orRefused(action: () -> Unit): Boolean =
            try {
                action()
                true
            } catch (_: InvalidConfigException) {
                true
            }

        test("damaged tokens are not valid and throw nothing") {
            val random = Random(1)
            repeat(2_000) {
                val token = tokens.random(random)
                val damaged = damage(token, random)
                CompactJwt.parse(damaged)
                if (damaged != token) {
                    jose.verifier.verify(damaged, keys, ALGORITHMS).shouldNotBeInstanceOf<SignatureVerification.Valid>()
                }
            }
        }

        test("damaged encrypted texts are not decrypted and throw nothing") {
            val random = Random(2)
            repeat(2_000) {
                val text = secrets.random(random)
                val damaged = damage(text, random)
                if (damaged != text) decrypt(damaged, keys).shouldBeNull()
            }
        }

        test("noise is neither a token nor a key") {
            val random = Random(3)
            repeat(2_000) {
                val noise = String(CharArray(random.nextInt(300)) { NOISE.random(random) })
                CompactJwt.parse(noise)
                jose.verifier.verify(noise, keys, ALGORITHMS).shouldNotBeInstanceOf<SignatureVerification.Valid>()
                decrypt(noise, keys).shouldBeNull()
                orRefused { Jwk.parse(noise) }.shouldBeTrue()
                orRefused { JwkSet.parse(noise) }.shouldBeTrue()
                orRefused { Jwk.fromPem(noise) }.shouldBeTrue()
                orRefused { Jwk.fromPem("-----BEGIN PRIVATE KEY-----\n$noise\n-----END PRIVATE KEY-----") }.shouldBeTrue()
            }
        }

        test("damaged keys are refused, or used without throwing anything foreign") {
            val random = Random(4)
            repeat(1_500) {
                val damaged = damage(keyTexts.random(random), random)
                orRefused { use(Jwk.parse(damaged), jose, ::decrypt) }.shouldBeTrue()
                orRefused { JwkSet.parse("""{"keys":[$damaged]}""") }.shouldBeTrue()
            }
        }

        test("keys whose numbers are others are refused, or used without throwing anything foreign") {
            val random = Random(5)
            repeat(500) {
                val key = keys.random(random)
                val name = (key.toJson().keys - setOf("kty", "crv", "kid", "use", "alg", "key_ops")).random(random)
                val size = key.octets(name)?.size ?: 0
                val number = if (random.nextInt(4) == 0) ByteArray(size) else random.nextBytes(size)
                orRefused {
                    use(
                        Jwk.fromJson(JsonObject(key.toJson() + (name to JsonPrimitive(Base64Url.encode(number))))),
                        jose,
                        ::decrypt,
                    )
                }.shouldBeTrue()
            }
        }
    })

private val NOISE = ('\u0000'..'\u00ff').toList() + "{}[]\":,.eyJ=-_\\".toList() + listOf('\ud800', '\udc00', '\uffff')

private fun damage(
    text: String,
    random: Random,
): String =
    (0..random.nextInt(3)).fold(text) { acc, _ ->
        val at = random.nextInt(acc.length.coerceAtLeast(1))
        val end = (at + random.nextInt(1, 20)).coerceAtMost(acc.length)
        when (random.nextInt(6)) {
            0 -> acc.removeRange(minOf(at, end), end)

            1 -> acc.replaceRange(minOf(at, end), end, acc.takeLast(random.nextInt(20)))

            2 -> acc.take(at) + NOISE.random(random) + acc.drop(at)

            3 -> acc.take(at)

            4 -> acc.replaceRange(
                minOf(at, end),
                minOf(at + 1, acc.length).coerceAtLeast(minOf(at, end)).coerceAtMost(acc.length),
                "A",
            )

            else -> acc.take(at) + "." + acc.drop(at)
        }
    }

/** Everything that is done with keys of strangers. */
private fun use(
    key: Jwk,
    jose: Jose,
    decrypt: (String, List<Jwk>) -> String?,
) {
    jose.keys.thumbprint(key)
    if (key.keyType != KeyTypes.OCT) key.toPublic()
    listOf(SignatureVectors.HS256, SignatureVectors.RS256, SignatureVectors.ES256, SignatureVectors.EDDSA).forEach {
        jose.verifier.verify(it, listOf(key), ALGORITHMS)
    }
    listOf(EncryptionVectors.ECDH_ES, EncryptionVectors.DIR, EncryptionVectors.A128KW).forEach { decrypt(it, listOf(key)) }
    JwsAlgorithm.entries.filter { it.keyType == key.keyType }.forEach { algorithm ->
        try {
            jose.signer.sign(JsonObject(emptyMap()), key, algorithm)
        } catch (_: InvalidConfigException) {
            // That is what it throws.
        }
    }
    JweAlgorithm.entries.filter { it.keyType == key.keyType }.forEach { algorithm ->
        try {
            jose.codec.encrypt("text", key, algorithm, ContentEncryption.A128GCM)
        } catch (_: InvalidConfigException) {
            // That is what it throws.
        }
    }
}
