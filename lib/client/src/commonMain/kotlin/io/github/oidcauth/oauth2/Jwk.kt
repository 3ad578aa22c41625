package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.json.parseStrictJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.keys.KeyMembers
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmStatic

/**
 * A key in JSON (RFC 7517): an RSA key, an elliptic curve key on P-256, P-384 or P-521, an Ed25519 key, or a shared secret
 * (`oct`). An X25519 key can be read too, but no algorithm of this library uses it.
 *
 * An immutable value. The required members exist and are well-formed. Unknown members are kept; members that are null or
 * empty count as absent. [toString] shows no secret, but [toJson] does.
 */
public class Jwk private constructor(
    private val members: JsonObject,
) {
    /** The family of the key: `RSA`, `EC`, `OKP` or `oct` (RFC 7517 §4.1). */
    public val keyType: String = members.string("kty").orEmpty()

    /** The name by which a signature refers to this key (RFC 7517 §4.5), or null. */
    public val keyId: String? get() = members.string("kid")

    /** The one algorithm that the key is for (RFC 7517 §4.4), or null if the key names none. */
    public val algorithm: String? get() = members.string("alg")

    /** `sig` for signatures, `enc` for encryption (RFC 7517 §4.2), or null if the key names none. */
    public val use: String? get() = members.string("use")

    /** True if this key must be kept secret: it has a private part, or is a shared secret. */
    public val isPrivate: Boolean get() = keyType == KeyTypes.OCT || "d" in members

    /** The curve of an elliptic curve key. The member of the same name has no meaning in other keys. */
    internal val curve: String? get() = members.string("crv")?.takeIf { keyType == KeyTypes.EC || keyType == KeyTypes.OKP }

    /** The operations that the key may be used for (RFC 7517 §4.3), or null if the key names none. */
    internal val operations: Set<String>?
        get() = (members["key_ops"] as? JsonArray)?.mapTo(LinkedHashSet()) { (it as JsonPrimitive).content }

    /** Returns the octets of the base64url member [name], or null if it is absent. */
    internal fun octets(name: String): ByteArray? = members.string(name)?.let(KeyMembers::decode)

    /**
     * Returns the public part of this key. The operations are exchanged: a key that signed now verifies (RFC 7517 §4.3).
     *
     * @throws IllegalStateException if this is a shared secret, which has no public part.
     */
    public fun toPublic(): Jwk {
        check(keyType != KeyTypes.OCT) { "A shared secret has no public part." }
        return if (isPrivate) Jwk(KeyMembers.publicPart(members)) else this
    }

    /** Returns this key as JSON. **It contains the private parts**, unless this key is a public one. */
    public fun toJson(): JsonObject = members

    override fun equals(other: Any?): Boolean = other is Jwk && members == other.members

    override fun hashCode(): Int = members.hashCode()

    override fun toString(): String = "Jwk(kty=$keyType, kid=${keyId?.printable(MAX_PRINTED_ID)}, $REDACTED)"

    public companion object {
        init {
            requireFittingVersions()
        }

        private const val MAX_LENGTH = 65_536
        private const val MAX_PRINTED_ID = 100

        /**
         * Reads a key from JSON text of at most 65536 characters.
         *
         * @throws InvalidConfigException if [text] is not a usable key; the message names the fault and no value.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun parse(text: String): Jwk {
            val json = if (text.length > MAX_LENGTH) null else parseStrictJson(text) as? JsonObject
            return fromJson(json ?: throw InvalidConfigException(NO_OBJECT))
        }

        /**
         * Returns the key that [json] describes.
         *
         * @throws InvalidConfigException if it is not a usable key; the message names the fault and no value.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun fromJson(json: JsonObject): Jwk {
            val members = KeyMembers.knownMembers(json)
            KeyMembers.fault(members)?.let { throw InvalidConfigException("The key (JWK) cannot be used: $it.") }
            return Jwk(members)
        }

        /** Returns the key that [json] describes, or null if it is not a usable key. */
        internal fun read(json: JsonObject): Jwk? =
            KeyMembers.knownMembers(json).let { if (KeyMembers.fault(it) == null) Jwk(it) else null }

        private const val NO_OBJECT =
            "A key (JWK) is a JSON object of at most $MAX_LENGTH characters whose member names are unique."
    }
}
