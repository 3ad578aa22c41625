// Tested by JweRoundTripTest and JwsRefusalTest.
package io.github.oidcauth.internal.jose

import com.nimbusds.jose.EncryptionMethod
import com.nimbusds.jose.JOSEException
import com.nimbusds.jose.JWEAlgorithm
import com.nimbusds.jose.JWEDecrypter
import com.nimbusds.jose.JWEEncrypter
import com.nimbusds.jose.JWEHeader
import com.nimbusds.jose.JWEObject
import com.nimbusds.jose.Payload
import com.nimbusds.jose.crypto.AESDecrypter
import com.nimbusds.jose.crypto.AESEncrypter
import com.nimbusds.jose.crypto.DirectDecrypter
import com.nimbusds.jose.crypto.DirectEncrypter
import com.nimbusds.jose.crypto.ECDHDecrypter
import com.nimbusds.jose.crypto.ECDHEncrypter
import com.nimbusds.jose.crypto.RSADecrypter
import com.nimbusds.jose.crypto.RSAEncrypter
import com.nimbusds.jose.util.Base64URL
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.keys.KeyCandidates
import io.github.oidcauth.internal.keys.KeyCompatibility
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.internal.keys.KeyUse
import io.github.oidcauth.internal.keys.NimbusKeys
import io.github.oidcauth.internal.keys.headerFault
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import kotlinx.serialization.json.JsonObject

/**
 * Encrypts and decrypts with Nimbus. For decryption, Nimbus gets a new header with only the members that the algorithm needs, so
 * that no other member from an untrusted sender has an effect.
 */
internal class NimbusCodec : JweCodec {
    override fun encrypt(
        payload: String,
        key: Jwk,
        algorithm: JweAlgorithm,
        encryption: ContentEncryption,
        contentType: String?,
    ): String {
        KeyCompatibility.fault(key, algorithm, encryption, KeyUse.ENCRYPT)?.let { throw unusableKey(algorithm, it) }
        val header =
            JWEHeader
                .Builder(JWEAlgorithm.parse(algorithm.identifier), EncryptionMethod.parse(encryption.identifier))
                .keyID(key.keyId)
                .contentType(contentType)
                .build()
        return try {
            JWEObject(header, Payload(payload)).apply { encrypt(encrypter(key, algorithm)) }.serialize()
        } catch (_: JOSEException) {
            throw unusableKey(algorithm, NO_KEY)
        } catch (_: RuntimeException) {
            // Cryptography providers report invalid keys with various exceptions, and some messages contain parts of the key.
            throw unusableKey(algorithm, NO_KEY)
        }
    }

    override fun decrypt(
        compact: String,
        keys: List<Jwk>,
        algorithms: Set<JweAlgorithm>,
        encryptions: Set<ContentEncryption>,
    ): String? {
        val jwe = CompactJwt.parse(compact) as? CompactJwt.Jwe ?: return null
        val algorithm = jwe.header.string("alg")?.let(JweAlgorithm::find)?.takeIf { it in algorithms } ?: return null
        val encryption = jwe.header.string("enc")?.let(ContentEncryption::find)?.takeIf { it in encryptions } ?: return null
        // Compressed content is refused: a small text may decompress to a huge one.
        if (headerFault(jwe.header) != null || "zip" in jwe.header) return null
        val candidates =
            KeyCandidates.select(keys, jwe.header.string("kid")) { key ->
                val fault = KeyCompatibility.fault(key, algorithm, encryption, KeyUse.DECRYPT)
                fault == null
            }
        return candidates.firstNotNullOfOrNull { decryptWith(jwe, it, algorithm, encryption) }
    }

    private fun decryptWith(
        jwe: CompactJwt.Jwe,
        key: Jwk,
        algorithm: JweAlgorithm,
        encryption: ContentEncryption,
    ): String? =
        try {
            decrypter(key, algorithm)
                .decrypt(
                    header(jwe.header, key, algorithm, encryption),
                    jwe.encryptedKey.part(),
                    jwe.initializationVector.part(),
                    Base64URL.encode(jwe.cipherText),
                    jwe.authenticationTag.part(),
                    jwe.authenticated.encodeToByteArray(),
                ).decodeToString(throwOnInvalidSequence = true)
        } catch (_: JOSEException) {
            null
        } catch (_: CharacterCodingException) {
            null
        } catch (_: RuntimeException) {
            // As above; the whole text is untrusted.
            null
        }

    private fun header(
        header: JsonObject,
        key: Jwk,
        algorithm: JweAlgorithm,
        encryption: ContentEncryption,
    ): JWEHeader {
        val builder = JWEHeader.Builder(JWEAlgorithm.parse(algorithm.identifier), EncryptionMethod.parse(encryption.identifier))
        if (algorithm.keyType == KeyTypes.EC) {
            // A point of another curve, or of none, would reveal the private key bit by bit; building the key refuses it.
            val ephemeral = (header["epk"] as? JsonObject)?.let(Jwk::read)
            check(ephemeral != null && ephemeral.keyType == key.keyType && ephemeral.curve == key.curve) {
                "There is no ephemeral key."
            }
            builder
                .ephemeralPublicKey(NimbusKeys.ec(ephemeral).toPublicJWK())
                .agreementPartyUInfo(header.octets("apu"))
                .agreementPartyVInfo(header.octets("apv"))
        }
        if (algorithm in AES_GCM) {
            // The parameters of the key encryption (RFC 7518 §4.7.1).
            builder.iv(header.octets("iv")).authTag(header.octets("tag"))
        }
        return builder.build()
    }

    private fun encrypter(
        key: Jwk,
        algorithm: JweAlgorithm,
    ): JWEEncrypter =
        when (algorithm.keyType) {
            KeyTypes.RSA -> RSAEncrypter(NimbusKeys.rsa(key).toRSAPublicKey())
            KeyTypes.EC -> ECDHEncrypter(NimbusKeys.ec(key).toECPublicKey())
            else -> NimbusKeys.secret(key).let { if (algorithm == JweAlgorithm.DIR) DirectEncrypter(it) else AESEncrypter(it) }
        }

    private fun decrypter(
        key: Jwk,
        algorithm: JweAlgorithm,
    ): JWEDecrypter =
        when (algorithm.keyType) {
            KeyTypes.RSA -> RSADecrypter(NimbusKeys.rsa(key).toRSAPrivateKey())
            KeyTypes.EC -> ECDHDecrypter(NimbusKeys.ec(key).toECPrivateKey())
            else -> NimbusKeys.secret(key).let { if (algorithm == JweAlgorithm.DIR) DirectDecrypter(it) else AESDecrypter(it) }
        }

    /** Returns null for an empty part, since Nimbus distinguishes absent and empty parts. */
    private fun ByteArray.part(): Base64URL? = if (isEmpty()) null else Base64URL.encode(this)

    private fun JsonObject.octets(name: String): Base64URL? {
        if (name !in this) return null
        return Base64URL.encode(checkNotNull(string(name)?.let(Base64Url::decode)) { "The member $name is not base64url." })
    }

    private fun unusableKey(
        algorithm: JweAlgorithm,
        why: String,
    ) = InvalidConfigException("The key cannot encrypt with ${algorithm.identifier}: $why.")

    private companion object {
        val AES_GCM = setOf(JweAlgorithm.A128GCMKW, JweAlgorithm.A192GCMKW, JweAlgorithm.A256GCMKW)
        const val NO_KEY = "its numbers do not belong together"
    }
}
