package io.github.oidcauth.fuzz

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.EncryptionVectors
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.jose.SignatureVectors
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import kotlinx.serialization.json.JsonObject
import java.security.KeyPairGenerator
import java.security.spec.ECGenParameterSpec
import java.util.Base64
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/** Keys, signatures and encryption. */
internal object JoseTargets {
    private val jose = NimbusJose.jose
    private val keyTexts =
        listOf(
            SignatureVectors.HS256_KEY,
            SignatureVectors.RS256_KEY,
            SignatureVectors.ES256_KEY,
            SignatureVectors.ES512_KEY,
            SignatureVectors.EDDSA_KEY,
            EncryptionVectors.RSA_OAEP_KEY,
            EncryptionVectors.ECDH_ES_KEY,
            EncryptionVectors.ECDH_ES_A128KW_KEY,
            EncryptionVectors.DIR_KEY,
            EncryptionVectors.A128KW_KEY,
            EncryptionVectors.A256GCMKW_KEY,
        )
    val keys: List<Jwk> by lazy { keyTexts.map(Jwk::parse) }
    private val signed =
        listOf(
            SignatureVectors.HS256,
            SignatureVectors.RS256,
            SignatureVectors.ES256,
            SignatureVectors.ES512,
            SignatureVectors.EDDSA,
        )
    val encrypted: List<String> =
        listOf(
            EncryptionVectors.RSA_OAEP,
            EncryptionVectors.ECDH_ES,
            EncryptionVectors.ECDH_ES_A128KW,
            EncryptionVectors.DIR,
            EncryptionVectors.A128KW,
            EncryptionVectors.A256GCMKW,
            EncryptionVectors.COMPRESSED,
            EncryptionVectors.PASSWORD_TEXT,
        )
    private val readers =
        setOf("CompactJwt", "UniqueJson", "Base64Url", "JwsVerifier", "NimbusCodec", "NimbusSignatures", "NimbusKeys")
    private val allKeyEncryptions = JweAlgorithm.entries.toSet()
    private val allContentEncryptions = ContentEncryption.entries.toSet()

    fun all(): List<FuzzTarget> =
        listOf(
            FuzzTarget("signed JWT", readers, texts(*signed.toTypedArray())) {
                jose.verifier.verify(it.asText(), keys, JwsAlgorithm.entries.toSet()).toString()
            },
            FuzzTarget("encrypted JWT", readers, texts(*encrypted.toTypedArray())) { decrypt(it.asText(), keys) },
            FuzzTarget(
                "content of an encrypted JWT",
                readers,
                listOf("""{"alg":"dir","enc":"A128GCM"}""" + "\n{}").map {
                    it.encodeToByteArray()
                },
            ) {
                decrypt(directlyEncrypted(it), listOf(contentKey))
            },
            FuzzTarget(
                "JWK",
                setOf(
                    "Jwk",
                    "KeyMembers",
                    "KeyCompatibility",
                    "Thumbprint",
                    "NimbusKeys",
                    "EcPublicPoint",
                    "Ed25519",
                    "JdkKeyTool",
                    "DPoPKey",
                ),
                texts(*keyTexts.toTypedArray()),
            ) { use(Jwk.parse(it.asText())) },
            FuzzTarget("JWK set", setOf("JwkSet", "Jwk", "JsonSlices"), texts("""{"keys":[${keyTexts.joinToString(",")}]}""")) {
                JwkSet.parse(it.asText()).run { toPublic().toString() + toJson() }
            },
            FuzzTarget(
                "private key in PEM",
                setOf("PemPrivateKey", "JdkKeys", "EcPublicPoint", "Ed25519"),
                pems(),
                isSlow = true,
            ) {
                use(Jwk.fromPem(it.asText()))
            },
            FuzzTarget("base64url", setOf("Base64Url"), texts("", "AA", "AAA", "AAAA", "_-8")) { input ->
                val text = input.asText()
                check(Base64Url.decode(text)?.let { Base64Url.encode(it) == text } != false) { "There are two ways to write it." }
            },
        )

    private fun decrypt(
        text: String,
        with: List<Jwk>,
    ): String? = jose.codec.decrypt(text, with, allKeyEncryptions, allContentEncryptions)

    /** Everything that is done with a key, whoever made it. */
    private suspend fun use(key: Jwk) {
        key.toString()
        jose.keys.thumbprint(key)
        if (key.keyType != KeyTypes.OCT) key.toPublic().toString()
        val one = listOf(key)
        signed.forEach { jose.verifier.verify(it, one, JwsAlgorithm.entries.toSet()) }
        encrypted.forEach { decrypt(it, one) }
        val content = JsonObject(emptyMap())
        JwsAlgorithm.entries.filter { it.keyType == key.keyType }.forEach { orRefused { jose.signer.sign(content, key, it) } }
        JweAlgorithm.entries.filter { it.keyType == key.keyType }.forEach {
            orRefused { jose.codec.encrypt("text", key, it, ContentEncryption.A128GCM) }
        }
        orRefused { DPoPKey.fromJson(key.toJson()) }
    }

    private val contentKey = Jwk.parse("""{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAA"}""")

    /** A header and a content, whatever they are, encrypted as they should be. */
    private fun directlyEncrypted(input: ByteArray): String {
        val end = input.indexOf('\n'.code.toByte()).let { if (it < 0) input.size else it }
        val header = Base64Url.encode(input.copyOf(end))
        val cipher = Cipher.getInstance("AES/GCM/NoPadding")
        cipher.init(
            Cipher.ENCRYPT_MODE,
            SecretKeySpec(ByteArray(KEY_BYTES), "AES"),
            GCMParameterSpec(TAG_BITS, ByteArray(IV_BYTES)),
        )
        cipher.updateAAD(header.encodeToByteArray())
        val sealed = cipher.doFinal(input, minOf(end + 1, input.size), input.size - minOf(end + 1, input.size))
        val text = sealed.size - TAG_BITS / 8
        return listOf(
            header,
            "",
            encoded(ByteArray(IV_BYTES)),
            encoded(sealed.copyOf(text)),
            encoded(sealed.copyOfRange(text, sealed.size)),
        )
            .joinToString(".")
    }

    private fun encoded(octets: ByteArray) = Base64Url.encode(octets)

    private fun pems(): List<ByteArray> {
        val keys =
            listOf(
                KeyPairGenerator.getInstance("RSA").apply { initialize(RSA_BITS) },
                KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) },
                KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp521r1")) },
                KeyPairGenerator.getInstance("Ed25519"),
            ).map { it.generateKeyPair().private.encoded }
        return keys.map {
            "-----BEGIN PRIVATE KEY-----\n${Base64.getMimeEncoder().encodeToString(
                it,
            )}\n-----END PRIVATE KEY-----\n".encodeToByteArray()
        }
    }

    private const val KEY_BYTES = 16
    private const val IV_BYTES = 12
    private const val TAG_BITS = 128
    private const val RSA_BITS = 2_048
}
