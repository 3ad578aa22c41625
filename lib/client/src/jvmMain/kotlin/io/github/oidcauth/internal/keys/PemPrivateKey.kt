package io.github.oidcauth.internal.keys

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.security.GeneralSecurityException
import java.security.KeyFactory
import java.security.PrivateKey
import java.security.interfaces.ECPrivateKey
import java.security.interfaces.EdECPrivateKey
import java.security.interfaces.RSAPrivateCrtKey
import java.security.spec.PKCS8EncodedKeySpec
import java.util.Base64

/** Reads private keys in PEM (RFC 7468 §10), as `openssl genpkey` writes them. */
internal object PemPrivateKey {
    private const val MAX_LENGTH = 65_536
    private const val PKCS8_LABEL = "PRIVATE KEY"
    private const val CONVERT = "convert it with: openssl pkcs8 -topk8 -nocrypt"
    private val BLOCK = Regex("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----")

    /** The algorithms in the order in which they are tried. A key of one kind is not valid for the others. */
    private val KEY_ALGORITHMS = listOf("RSA", "EC", "Ed25519", "RSASSA-PSS")

    fun read(
        text: String,
        keyId: String?,
    ): Jwk = jwk(privateKey(text), buildJsonObject { keyId?.let { put("kid", it) } })

    /** Returns a key that is marked for [algorithm]. */
    fun read(
        text: String,
        keyId: String?,
        algorithm: JwsAlgorithm,
    ): Jwk {
        val key = read(text, keyId)
        KeyCompatibility.fault(key, algorithm, KeyUse.SIGN)?.let {
            throw InvalidConfigException("The private key cannot sign with ${algorithm.identifier}: $it.")
        }
        val attributes = mapOf("alg" to JsonPrimitive(algorithm.identifier), "use" to JsonPrimitive(KeyUse.SIGN.use))
        return Jwk.fromJson(JsonObject(key.toJson() + attributes))
    }

    /**
     * Returns the private key in [text].
     *
     * @throws InvalidConfigException when there is none; the message contains nothing of [text].
     */
    fun privateKey(text: String): PrivateKey {
        if (text.length > MAX_LENGTH) throw fault("it is longer than $MAX_LENGTH characters")
        val blocks = BLOCK.findAll(text).toList()
        val block =
            blocks.find { it.groupValues[1] == PKCS8_LABEL }
                ?: throw unsupportedLabel(blocks.firstOrNull { "KEY" in it.groupValues[1] })
        return decode(block.groupValues[2])
    }

    private fun decode(body: String): PrivateKey {
        val der =
            try {
                Base64.getMimeDecoder().decode(body)
            } catch (_: IllegalArgumentException) {
                throw fault("the text between its lines is not base64")
            }
        return KEY_ALGORITHMS.firstNotNullOfOrNull { family ->
            try {
                KeyFactory.getInstance(family).generatePrivate(PKCS8EncodedKeySpec(der))
            } catch (_: GeneralSecurityException) {
                null
            }
        } ?: throw fault("it is not a PKCS#8 key of RSA, EC or Ed25519")
    }

    private fun jwk(
        key: PrivateKey,
        attributes: JsonObject,
    ): Jwk =
        try {
            when (key) {
                is RSAPrivateCrtKey -> {
                    JdkKeys.jwk(key, attributes)
                }

                is ECPrivateKey -> {
                    val curve = EcPublicPoint.curve(key.params) ?: throw fault("its curve is none of P-256, P-384 and P-521")
                    JdkKeys.jwk(key, EcPublicPoint.of(key), curve, attributes)
                }

                is EdECPrivateKey -> {
                    JdkKeys.jwk(key, Ed25519.publicKey(key), attributes)
                }

                else -> {
                    throw fault("it is not a key of RSA, EC or Ed25519")
                }
            }
        } catch (_: GeneralSecurityException) {
            throw fault("its numbers do not belong together")
        }

    private fun unsupportedLabel(block: MatchResult?): InvalidConfigException =
        when (val label = block?.groupValues?.get(1)) {
            null -> fault("it has no block that begins with -----BEGIN PRIVATE KEY-----")
            "ENCRYPTED PRIVATE KEY" -> fault("it is encrypted; $CONVERT")
            "RSA PRIVATE KEY", "EC PRIVATE KEY" -> fault("it is not in PKCS#8 form; $CONVERT")
            else -> fault("a block of kind ${label.lowercase()} is not a private key")
        }

    private fun fault(why: String) = InvalidConfigException("The private key (PEM) cannot be used: $why.")
}
