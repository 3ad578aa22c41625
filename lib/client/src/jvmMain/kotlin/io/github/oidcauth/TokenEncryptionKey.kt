// Tested by AesTokenCipherTest.
package io.github.oidcauth

import java.security.MessageDigest
import java.security.SecureRandom
import java.util.HexFormat
import javax.crypto.Mac
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * A key of 256 bits that encrypts tokens. Everybody who has it can decrypt them.
 *
 * Immutable and thread-safe. [toString] shows no secret, but [toBytes] returns one. It cannot be serialized by Java.
 *
 * Its bytes stay in memory as long as this object; they are not wiped, and a heap dump contains them.
 */
public class TokenEncryptionKey private constructor(
    private val bytes: ByteArray,
) {
    /**
     * The id by which encrypted tokens refer to the key: 16 hexadecimal digits that are derived from the key and reveal
     * nothing of it.
     */
    public val id: String = idOf(bytes)

    internal val secretKey: SecretKey get() = SecretKeySpec(bytes, "AES")

    /** Returns a copy of the key, 32 bytes. **It is a secret.** */
    public fun toBytes(): ByteArray = bytes.copyOf()

    override fun equals(other: Any?): Boolean = other is TokenEncryptionKey && MessageDigest.isEqual(bytes, other.bytes)

    override fun hashCode(): Int = id.hashCode()

    override fun toString(): String = "TokenEncryptionKey(id=$id, ██)"

    public companion object {
        /** The length of a key in bytes. 32. */
        public const val BYTES: Int = 32

        private const val ID_DIGITS = 16
        private val random = SecureRandom()

        /** Returns a new random key. */
        @JvmStatic
        public fun generate(): TokenEncryptionKey = TokenEncryptionKey(ByteArray(BYTES).also(random::nextBytes))

        /**
         * Returns the key with [bytes], from [toBytes] or another source of good randomness. A password is not a key.
         *
         * @throws IllegalArgumentException if there are not [BYTES] bytes.
         */
        @JvmStatic
        public fun of(bytes: ByteArray): TokenEncryptionKey {
            require(bytes.size == BYTES) { "A key has $BYTES bytes." }
            return TokenEncryptionKey(bytes.copyOf())
        }

        private fun idOf(bytes: ByteArray): String {
            val mac = Mac.getInstance("HmacSHA256").apply { init(SecretKeySpec(bytes, "HmacSHA256")) }
            return HexFormat.of().formatHex(mac.doFinal("oidc-auth key id".encodeToByteArray())).take(ID_DIGITS)
        }
    }
}
