package io.github.oidcauth

import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.tokenfile.document.END_UNKNOWN
import io.github.oidcauth.internal.tokenfile.document.endOf
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.io.encoding.Base64
import kotlin.jvm.JvmStatic
import kotlin.time.Instant

/**
 * An encrypted token as a store keeps it. Made by [TokenCipher.encrypt]; `docs/encrypted-store.md` describes its form.
 *
 * An immutable value without a secret that could be read. Nothing in it is to be trusted before [TokenCipher.decrypt] has returned.
 *
 * @param nonce what was never used before with the same key; 12 bytes.
 * @param ciphertext the encrypted token, with the tag that authenticates it at its end.
 * @throws IllegalArgumentException when [keyId] is not 1 to 64 letters, digits, `-` and `_`, [nonce] has no 12 bytes, or
 * [ciphertext] fewer than
 *   its tag of 16.
 */
public class EncryptedToken(
    /** Which key it is encrypted with. */
    public val keyId: String,
    expiresAt: Instant?,
    nonce: ByteArray,
    ciphertext: ByteArray,
) {
    private val expires: Long = expiresAt?.epochSeconds?.coerceIn(0, END_UNKNOWN - 1) ?: END_UNKNOWN

    /**
     * When nothing in it is of use any more, to the second: the end of the access token, or of the refresh token if that is
     * later; null when that is not known. It stands outside of the encryption, so that a store can drop what is over, and is
     * authenticated with it.
     */
    public val expiresAt: Instant? = if (expires == END_UNKNOWN) null else Instant.fromEpochSeconds(expires)

    private val nonceBytes = nonce.copyOf()
    private val ciphertextBytes = ciphertext.copyOf()

    /** A copy. */
    public val nonce: ByteArray get() = nonceBytes.copyOf()

    /** A copy. */
    public val ciphertext: ByteArray get() = ciphertextBytes.copyOf()

    init {
        require(KEY_ID.matches(keyId)) { "The id of a key has 1 to 64 letters, digits, '-' and '_'." }
        require(nonce.size == NONCE_BYTES) { "A nonce has $NONCE_BYTES bytes." }
        require(ciphertext.size >= TAG_BYTES) { "A ciphertext ends with a tag of $TAG_BYTES bytes." }
    }

    /**
     * What is authenticated together with the ciphertext when this is kept under [key]: the version, [keyId], [expiresAt] and
     * [key]. For implementations of [TokenCipher], as the associated data of an AEAD cipher.
     */
    public fun associatedData(key: TokenKey): ByteArray = associatedData(keyId, expiresAt, key)

    /** For stores that keep JSON. */
    public fun toJson(): JsonObject =
        buildJsonObject {
            put(VERSION_MEMBER, VERSION)
            put(KEY, keyId)
            put(EXPIRES, expires)
            put(NONCE, ENCODING.encode(nonceBytes))
            put(CIPHERTEXT, ENCODING.encode(ciphertextBytes))
        }

    /** [toJson] as text, for [deserialize]. */
    public fun serialize(): String = toJson().toString()

    override fun equals(other: Any?): Boolean =
        other is EncryptedToken &&
            keyId == other.keyId &&
            expires == other.expires &&
            nonceBytes.contentEquals(other.nonceBytes) &&
            ciphertextBytes.contentEquals(other.ciphertextBytes)

    override fun hashCode(): Int = nonceBytes.contentHashCode()

    override fun toString(): String = "EncryptedToken(keyId=$keyId, expiresAt=$expiresAt)"

    public companion object {
        init {
            requireFittingVersions()
        }

        private const val VERSION_MEMBER = "sealed"

        /** What every readable token has, whatever else a server put into its response. */
        private const val ACCESS_TOKEN = "access_token"
        private const val KEY = "key_id"
        private const val EXPIRES = "expires"
        private const val NONCE = "nonce"
        private const val CIPHERTEXT = "ciphertext"

        /** The version of the form. Other ones are not read. */
        private const val VERSION = 1
        private const val NONCE_BYTES = 12
        private const val TAG_BYTES = 16
        private val KEY_ID = Regex("[A-Za-z0-9_-]{1,64}")

        /** base64url without padding (RFC 4648 §5), and nothing but the one spelling of each value. */
        private val ENCODING = Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT)

        /**
         * What an implementation of [TokenCipher] authenticates for a token that is to be kept under [key]. See the function of
         * the same name.
         */
        @JvmStatic
        public fun associatedData(
            keyId: String,
            expiresAt: Instant?,
            key: TokenKey,
        ): ByteArray {
            val expires = expiresAt?.epochSeconds?.coerceIn(0, END_UNKNOWN - 1) ?: END_UNKNOWN
            return "oidc-auth sealed token $VERSION\n$keyId\n$expires\n${key.value}".encodeToByteArray()
        }

        /** What [EncryptedToken.expiresAt] is for [token]. */
        @JvmStatic
        public fun expiryOf(token: Token): Instant? = endOf(token)

        /** Whether [json] is an encrypted token, of whatever version, and not one that can be read. */
        @JvmStatic
        public fun isEncrypted(json: JsonObject): Boolean = VERSION_MEMBER in json && ACCESS_TOKEN !in json

        /**
         * Reads what [toJson] wrote.
         *
         * @throws InvalidResponseException when [json] is none, or of another version.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun fromJson(json: JsonObject): EncryptedToken {
            if (json.number(VERSION_MEMBER) != VERSION.toLong()) {
                throw InvalidResponseException("The token is not encrypted in a way that this version knows.")
            }
            val expires = json.number(EXPIRES)?.takeIf { it in 0..END_UNKNOWN } ?: throw damaged()
            return try {
                EncryptedToken(
                    keyId = json.string(KEY) ?: throw damaged(),
                    expiresAt = if (expires == END_UNKNOWN) null else Instant.fromEpochSeconds(expires),
                    nonce = ENCODING.decode(json.string(NONCE) ?: throw damaged()),
                    ciphertext = ENCODING.decode(json.string(CIPHERTEXT) ?: throw damaged()),
                )
            } catch (e: IllegalArgumentException) {
                throw InvalidResponseException("The encrypted token is damaged.", cause = e)
            }
        }

        /**
         * Reads what [serialize] wrote.
         *
         * @throws InvalidResponseException as for [fromJson].
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun deserialize(text: String): EncryptedToken = fromJson(parseJson(text) as? JsonObject ?: throw damaged())

        private fun JsonObject.number(name: String): Long? =
            (this[name] as? JsonPrimitive)?.takeUnless { it.isString }?.content?.toLongOrNull()

        private fun damaged() = InvalidResponseException("The encrypted token is damaged.")
    }
}
