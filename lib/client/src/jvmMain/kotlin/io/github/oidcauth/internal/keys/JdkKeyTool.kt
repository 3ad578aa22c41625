package io.github.oidcauth.internal.keys

import io.github.oidcauth.internal.crypto.Digest
import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.interfaces.ECPrivateKey
import java.security.interfaces.ECPublicKey
import java.security.interfaces.EdECPrivateKey
import java.security.interfaces.RSAPrivateCrtKey
import java.security.spec.ECGenParameterSpec

/** Generates keys with the JDK. */
internal class JdkKeyTool(
    private val random: RandomSource,
    private val digest: Digest,
) : KeyTool {
    override fun generate(
        algorithm: JwsAlgorithm,
        keyId: String?,
    ): Jwk {
        val attributes =
            buildJsonObject {
                keyId?.let { put("kid", it) }
                put("alg", algorithm.identifier)
                put("use", "sig")
            }
        return when (algorithm.keyType) {
            KeyTypes.RSA -> {
                JdkKeys.jwk(rsa().private as RSAPrivateCrtKey, attributes)
            }

            KeyTypes.EC -> {
                val pair = ec(algorithm.curve.orEmpty())
                JdkKeys.jwk(pair.private as ECPrivateKey, (pair.public as ECPublicKey).w, algorithm.curve.orEmpty(), attributes)
            }

            KeyTypes.OKP -> {
                val pair = KeyPairGenerator.getInstance(Ed25519.NAME).generateKeyPair()
                JdkKeys.jwk(pair.private as EdECPrivateKey, pair.public, attributes)
            }

            else -> {
                secret(algorithm, attributes)
            }
        }
    }

    override fun thumbprint(key: Jwk): String = Thumbprint.of(key, digest)

    private fun rsa(): KeyPair = KeyPairGenerator.getInstance(KeyTypes.RSA).apply { initialize(RSA_BITS) }.generateKeyPair()

    private fun ec(curve: String): KeyPair {
        val name = "secp${curve.substringAfter('-')}r1"
        return KeyPairGenerator.getInstance(KeyTypes.EC).apply { initialize(ECGenParameterSpec(name)) }.generateKeyPair()
    }

    private fun secret(
        algorithm: JwsAlgorithm,
        attributes: JsonObject,
    ): Jwk =
        Jwk.fromJson(
            buildJsonObject {
                put("kty", KeyTypes.OCT)
                attributes.forEach { (name, value) -> put(name, value) }
                put("k", random.base64Url(algorithm.hash.bytes))
            },
        )

    private companion object {
        /** The minimum of RFC 7518 §3.3, which every server supports. */
        const val RSA_BITS = 2_048
    }
}
