package io.github.oidcauth

import java.security.MessageDigest
import java.security.SecureRandom
import java.util.HexFormat
import javax.crypto.Mac
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * A key of 256 bits that tokens are encrypted with. Whoever has it reads them.
 *
 * Immutable and thread-safe. [toString] shows no secret, [toBytes] is one. It cannot be serialised by Java.
 *
 * Its bytes stay in memory as long as this object does; they are not wiped, and a heap dump shows them.
 */
public class TokenEncryptionKey private constructor(
    private val bytes: ByteArray,
) {
    /** The name that encrypted tokens know it by: 16 hexadecimal digits that follow from the key and tell nothing of it. */
    public val id: String = idOf(bytes)

    internal val secretKey: SecretKey get() = SecretKeySpec(bytes, "AES")

    /** A copy of the key, 32 bytes. **It is a secret.** */
    public fun toBytes(): ByteArray = bytes.copyOf()

    override fun equals(other: Any?): Boolean = other is TokenEncryptionKey && MessageDigest.isEqual(bytes, other.bytes)

    override fun hashCode(): Int = id.hashCode()

    override fun toString(): String = "TokenEncryptionKey(id=$id, ██)"

    public companion object {
        /** How many bytes a key has. 32. */
        public const val BYTES: Int = 32

        private const val ID_DIGITS = 16
        private val random = SecureRandom()

        /** A key that nobody has had before. */
        @JvmStatic
        public fun generate(): TokenEncryptionKey = TokenEncryptionKey(ByteArray(BYTES).also(random::nextBytes))

        /**
         * The key that is [bytes], as [toBytes] gave them or another source of good randomness. A password is no key.
         *
         * @throws IllegalArgumentException when there are not [BYTES] of them.
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
