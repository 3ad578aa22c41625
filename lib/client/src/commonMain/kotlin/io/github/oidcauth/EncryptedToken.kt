package io.github.oidcauth

import io.github.oidcauth.internal.json.jsonObjectOf
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.tokenfile.document.END_UNKNOWN
import io.github.oidcauth.internal.tokenfile.document.endOf
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.io.encoding.Base64
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Instant

/**
 * An encrypted token, in the form in which a store keeps it. [TokenCipher.encrypt] makes it; `docs/encrypted-store.md`
 * describes its form.
 *
 * An immutable value without a readable secret. Trust nothing in it before [TokenCipher.decrypt] has returned.
 *
 * In Kotlin `EncryptedToken(keyId, expiresAt, nonce, ciphertext)` makes one, in Java `EncryptedToken.of(…)`.
 */
public class EncryptedToken internal constructor(
    /** The id of the key that it is encrypted with. */
    public val keyId: String,
    private val expires: Long,
    nonce: ByteArray,
    ciphertext: ByteArray,
) : EncryptedTokenForJava() {
    /**
     * The time from which on the token is of no use, in whole seconds: the expiry of the access token, or that of the refresh
     * token if it is later; null if it is not known. It is not encrypted, so that a store can drop expired tokens, but it is
     * authenticated with the ciphertext.
     */
    @get:JvmSynthetic
    public val expiresAt: Instant? = if (expires == END_UNKNOWN) null else Instant.fromEpochSeconds(expires)

    private val nonceBytes = nonce.copyOf()
    private val ciphertextBytes = ciphertext.copyOf()

    /** A copy of the nonce. */
    public val nonce: ByteArray get() = nonceBytes.copyOf()

    /** A copy of the ciphertext. */
    public val ciphertext: ByteArray get() = ciphertextBytes.copyOf()

    init {
        require(KEY_ID.matches(keyId)) { "The id of a key has 1 to 64 letters, digits, '-' and '_'." }
        require(nonce.size == NONCE_BYTES) { "A nonce has $NONCE_BYTES bytes." }
        require(ciphertext.size >= TAG_BYTES) { "A ciphertext ends with a tag of $TAG_BYTES bytes." }
    }

    /**
     * Returns the bytes that are authenticated together with the ciphertext for the entry [key]: the version, [keyId],
     * [expiresAt] and [key]. For implementations of [TokenCipher], as the associated data of an AEAD cipher.
     */
    public fun associatedData(key: TokenKey): ByteArray = associatedData(keyId, expiresAt, key)

    /** Returns this value as JSON, for stores that keep JSON. */
    @JvmSynthetic
    public fun toJson(): JsonObject =
        buildJsonObject {
            put(VERSION_MEMBER, VERSION)
            put(KEY, keyId)
            put(EXPIRES, expires)
            put(NONCE, ENCODING.encode(nonceBytes))
            put(CIPHERTEXT, ENCODING.encode(ciphertextBytes))
        }

    /** Returns [toJson] as maps, lists, strings and numbers. */
    public fun toMap(): Map<String, Any?> = toJson().toPlainMap()

    /** Returns [toJson] as text, for [deserialize]. */
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

        /** The member that every readable token has. */
        private const val ACCESS_TOKEN = "access_token"
        private const val KEY = "key_id"
        private const val EXPIRES = "expires"
        private const val NONCE = "nonce"
        private const val CIPHERTEXT = "ciphertext"

        /** The version of the format. Other versions are refused. */
        private const val VERSION = 1
        private const val NONCE_BYTES = 12
        private const val TAG_BYTES = 16
        private val KEY_ID = Regex("[A-Za-z0-9_-]{1,64}")

        /** base64url without padding (RFC 4648 §5). Each value has exactly one accepted spelling. */
        private val ENCODING = Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT)

        /**
         * Returns the bytes that an implementation of [TokenCipher] authenticates for a token to be stored under [key]. See
         * the function of the same name.
         */
        @JvmSynthetic
        public fun associatedData(
            keyId: String,
            expiresAt: Instant?,
            key: TokenKey,
        ): ByteArray {
            return "oidc-auth sealed token $VERSION\n$keyId\n${secondsOf(expiresAt)}\n${key.value}".encodeToByteArray()
        }

        /** Returns the value of the member `expires` for [expiresAt]. */
        internal fun secondsOf(expiresAt: Instant?): Long =
            expiresAt?.epochSeconds?.coerceIn(0, END_UNKNOWN - 1) ?: END_UNKNOWN

        /** Returns the value of [EncryptedToken.expiresAt] for [token]. */
        @JvmSynthetic
        public fun expiryOf(token: Token): Instant? = endOf(token)

        /** Returns true if [json] is an encrypted token of any version. */
        @JvmSynthetic
        public fun isEncrypted(json: JsonObject): Boolean = VERSION_MEMBER in json && ACCESS_TOKEN !in json

        /** Returns true if [members] are those of an encrypted token of any version. */
        @JvmStatic
        public fun isEncrypted(members: Map<String, Any?>): Boolean = VERSION_MEMBER in members && ACCESS_TOKEN !in members

        /**
         * Reads the JSON that [toJson] returned.
         *
         * @throws InvalidResponseException if [json] is not an encrypted token, or one of another version.
         */
        @JvmSynthetic
        @Throws(AuthException::class)
        public fun fromJson(json: JsonObject): EncryptedToken {
            if (json.number(VERSION_MEMBER) != VERSION.toLong()) {
                throw InvalidResponseException("The token is not encrypted in a way that this version knows.")
            }
            val expires = json.number(EXPIRES)?.takeIf { it in 0..END_UNKNOWN } ?: throw damaged()
            return try {
                EncryptedToken(
                    keyId = json.string(KEY) ?: throw damaged(),
                    expires = expires,
                    nonce = ENCODING.decode(json.string(NONCE) ?: throw damaged()),
                    ciphertext = ENCODING.decode(json.string(CIPHERTEXT) ?: throw damaged()),
                )
            } catch (e: IllegalArgumentException) {
                throw InvalidResponseException("The encrypted token is damaged.", cause = e)
            }
        }

        /**
         * Reads the members that [toMap] returned.
         *
         * @throws InvalidResponseException as for [fromJson].
         * @throws IllegalArgumentException if a value is not one that [toMap] returns.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun fromMap(members: Map<String, Any?>): EncryptedToken = fromJson(jsonObjectOf(members))

        /**
         * Reads the text that [serialize] returned.
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

/**
 * Returns the token that is encrypted in [ciphertext], with the tag that authenticates it at its end. [keyId] is the id of its
 * key, [nonce] are 12 bytes that were never used before with that key, and [expiresAt] is [EncryptedToken.expiryOf] the token.
 *
 * @throws IllegalArgumentException if [keyId] is not 1 to 64 letters, digits, `-` and `_`, [nonce] does not have 12 bytes, or
 *     [ciphertext] has fewer bytes than its tag of 16.
 */
@JvmSynthetic
public fun EncryptedToken(
    keyId: String,
    expiresAt: Instant?,
    nonce: ByteArray,
    ciphertext: ByteArray,
): EncryptedToken = EncryptedToken(keyId, EncryptedToken.secondsOf(expiresAt), nonce, ciphertext)
