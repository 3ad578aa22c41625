package io.github.oidcauth

import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonObject
import java.security.GeneralSecurityException
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec

/**
 * Encrypts tokens with AES-256 in Galois/Counter Mode (NIST SP 800-38D), as Java provides it. The key's id, the entry's
 * [TokenKey] and the expiry of the token are associated data.
 *
 * Each token gets its own random nonce of 96 bits. One key is sufficient for 2³² tokens; that is one a second for 136 years.
 *
 * Tokens are encrypted with [current], and decrypted with the one of [current] and [older] that encrypted them, so that a key
 * can be replaced while there are tokens of the previous one.
 *
 * Immutable and thread-safe. No function waits or throws [StoreException]. [toString] names the ids of the keys.
 */
public class AesTokenCipher
    @JvmOverloads
    constructor(
        private val current: TokenEncryptionKey,
        older: Collection<TokenEncryptionKey> = emptyList(),
    ) : TokenCipher {
        private val keys = (older + current).associateBy { it.id }
        private val random = SecureRandom()

        @JvmSynthetic
        override suspend fun encrypt(
            key: TokenKey,
            token: Token,
        ): EncryptedToken {
            val plaintext = JsonObject(token.toJson() - HEADERS).toString().encodeToByteArray()
            val expiresAt = EncryptedToken.expiryOf(token)
            val nonce = ByteArray(NONCE_BYTES).also(random::nextBytes)
            val cipher = Cipher.getInstance(ALGORITHM)
            cipher.init(Cipher.ENCRYPT_MODE, current.secretKey, GCMParameterSpec(TAG_BITS, nonce))
            cipher.updateAAD(EncryptedToken.associatedData(current.id, expiresAt, key))
            return EncryptedToken(current.id, expiresAt, nonce, cipher.doFinal(plaintext))
        }

        @JvmSynthetic
        override suspend fun decrypt(
            key: TokenKey,
            encrypted: EncryptedToken,
        ): Token {
            val name = key.value.printable()
            val secret =
                keys[encrypted.keyId] ?: throw UnreadableTokenException(
                    "The token of $name was encrypted with the key ${encrypted.keyId}, which is not available, so it cannot be read.",
                )
            val cipher = Cipher.getInstance(ALGORITHM)
            cipher.init(Cipher.DECRYPT_MODE, secret.secretKey, GCMParameterSpec(TAG_BITS, encrypted.nonce))
            cipher.updateAAD(encrypted.associatedData(key))
            val plaintext =
                try {
                    cipher.doFinal(encrypted.ciphertext)
                } catch (e: GeneralSecurityException) {
                    throw UnreadableTokenException(
                        "The encrypted token of $name has been changed, or belongs to another entry, so it cannot be read.",
                        e,
                    )
                }
            return token(plaintext)
                ?: throw UnreadableTokenException("What was encrypted for $name is not a token.")
        }

        override fun toString(): String = "AesTokenCipher(keys=${listOf(current.id) + (keys.keys - current.id)})"

        private fun token(plaintext: ByteArray): Token? =
            try {
                (parseJson(plaintext.decodeToString()) as? JsonObject)?.let(Token::fromJson)
            } catch (_: InvalidResponseException) {
                // The writer had the key, and did not write a token.
                null
            }

        private companion object {
            const val ALGORITHM = "AES/GCM/NoPadding"
            const val NONCE_BYTES = 12
            const val TAG_BITS = 128

            /** Generated from the token when it is decrypted. */
            const val HEADERS = "headers"
        }
    }
