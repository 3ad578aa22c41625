// Tested by JwsRefusalTest and PemPrivateKeyTest.
package io.github.oidcauth.internal.keys

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.oauth2.Jwk
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.math.BigInteger
import java.security.PublicKey
import java.security.interfaces.ECPrivateKey
import java.security.interfaces.EdECPrivateKey
import java.security.interfaces.RSAPrivateCrtKey
import java.security.spec.ECPoint

/**
 * Converts keys of the JDK to [Jwk] (RFC 7518 §6, RFC 8037 §2). Parameters named `attributes` contain the members `kid`, `alg`
 * and `use`.
 */
internal object JdkKeys {
    private const val ED25519_OCTETS = 32

    /** The curves by the size of their field, which is different for each. */
    val CURVES: Map<Int, String> = mapOf(256 to KeyTypes.P256, 384 to KeyTypes.P384, 521 to KeyTypes.P521)

    fun jwk(
        key: RSAPrivateCrtKey,
        attributes: JsonObject,
    ): Jwk =
        jwk(KeyTypes.RSA, attributes) {
            mapOf(
                "n" to key.modulus,
                "e" to key.publicExponent,
                "d" to key.privateExponent,
                "p" to key.primeP,
                "q" to key.primeQ,
                "dp" to key.primeExponentP,
                "dq" to key.primeExponentQ,
                "qi" to key.crtCoefficient,
            ).mapValues { (_, number) -> octets(number, (number.bitLength() + Byte.SIZE_BITS - 1) / Byte.SIZE_BITS) }
        }

    fun jwk(
        key: ECPrivateKey,
        public: ECPoint,
        curve: String,
        attributes: JsonObject,
    ): Jwk =
        jwk(KeyTypes.EC, attributes, curve) {
            val size = (key.params.curve.field.fieldSize + Byte.SIZE_BITS - 1) / Byte.SIZE_BITS
            mapOf("x" to public.affineX, "y" to public.affineY, "d" to key.s).mapValues { (_, number) -> octets(number, size) }
        }

    fun jwk(
        key: EdECPrivateKey,
        public: PublicKey,
        attributes: JsonObject,
    ): Jwk =
        jwk(KeyTypes.OKP, attributes, KeyTypes.ED25519) {
            mapOf("x" to public.encoded.takeLast(ED25519_OCTETS).toByteArray(), "d" to key.bytes.orElseThrow())
        }

    private fun jwk(
        keyType: String,
        attributes: JsonObject,
        curve: String? = null,
        numbers: () -> Map<String, ByteArray>,
    ): Jwk =
        Jwk.fromJson(
            buildJsonObject {
                put("kty", keyType)
                attributes.forEach { (name, value) -> put(name, value) }
                curve?.let { put("crv", it) }
                numbers().forEach { (name, octets) -> put(name, Base64Url.encode(octets)) }
            },
        )

    /** Returns [number] big-endian in exactly [size] octets. */
    private fun octets(
        number: BigInteger,
        size: Int,
    ): ByteArray {
        val bytes = number.toByteArray()
        return if (bytes.size >= size) bytes.copyOfRange(bytes.size - size, bytes.size) else ByteArray(size - bytes.size) + bytes
    }
}
