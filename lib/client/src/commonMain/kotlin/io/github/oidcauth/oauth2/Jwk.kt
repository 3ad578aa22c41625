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
 * A key in JSON (RFC 7517): an RSA key, an elliptic curve key on P-256, P-384 or P-521, an Ed25519 key, or a shared secret (`oct`). An X25519 key
 * can be read too, but no algorithm of this library uses it.
 *
 * An immutable value. What the key needs is there and well-formed; members that are not understood are kept, and those
 * that are null or empty count as left out. [toString] shows no secret, [toJson] does.
 */
public class Jwk private constructor(
    private val members: JsonObject,
) {
    /** The family of the key: `RSA`, `EC`, `OKP` or `oct` (RFC 7517 §4.1). */
    public val keyType: String = members.string("kty").orEmpty()

    /** The name by which a signature refers to this key (RFC 7517 §4.5), or null. */
    public val keyId: String? get() = members.string("kid")

    /** The one algorithm that the key is for (RFC 7517 §4.4), or null when it does not say. */
    public val algorithm: String? get() = members.string("alg")

    /** `sig` for signatures, `enc` for encryption (RFC 7517 §4.2), or null when it does not say. */
    public val use: String? get() = members.string("use")

    /** Whether this key has to be kept secret: it has a private part, or is a shared secret. */
    public val isPrivate: Boolean get() = keyType == KeyTypes.OCT || "d" in members

    /** The curve of an elliptic curve key; what others say by the same name means nothing. */
    internal val curve: String? get() = members.string("crv")?.takeIf { keyType == KeyTypes.EC || keyType == KeyTypes.OKP }

    /** What the key may be used for (RFC 7517 §4.3), or null when it does not say. */
    internal val operations: Set<String>?
        get() = (members["key_ops"] as? JsonArray)?.mapTo(LinkedHashSet()) { (it as JsonPrimitive).content }

    /** The octets of the base64url member [name], or null when it is absent. */
    internal fun octets(name: String): ByteArray? = members.string(name)?.let(KeyMembers::decode)

    /**
     * The part of this key that others may see. Operations change sides: what signed verifies (RFC 7517 §4.3).
     *
     * @throws IllegalStateException when this is a shared secret, of which nothing is public.
     */
    public fun toPublic(): Jwk {
        check(keyType != KeyTypes.OCT) { "A shared secret has no public part." }
        return if (isPrivate) Jwk(KeyMembers.publicPart(members)) else this
    }

    /** This key as JSON. **The private parts are in it**, unless this key is a public one. */
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
         * @throws InvalidConfigException when [text] is no key that can be used; the message names what is at fault and no value.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun parse(text: String): Jwk {
            val json = if (text.length > MAX_LENGTH) null else parseStrictJson(text) as? JsonObject
            return fromJson(json ?: throw InvalidConfigException(NO_OBJECT))
        }

        /**
         * The key that [json] describes.
         *
         * @throws InvalidConfigException when it is no key that can be used; the message names what is at fault and no value.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun fromJson(json: JsonObject): Jwk {
            val members = KeyMembers.knownMembers(json)
            KeyMembers.fault(members)?.let { throw InvalidConfigException("The key (JWK) cannot be used: $it.") }
            return Jwk(members)
        }

        /** The key that [json] describes, or null when it is none that can be used. */
        internal fun read(json: JsonObject): Jwk? =
            KeyMembers.knownMembers(json).let { if (KeyMembers.fault(it) == null) Jwk(it) else null }

        private const val NO_OBJECT =
            "A key (JWK) is a JSON object of at most $MAX_LENGTH characters whose member names are unique."
    }
}
