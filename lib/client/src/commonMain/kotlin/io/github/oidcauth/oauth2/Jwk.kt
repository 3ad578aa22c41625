package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.jose.platformKeyTools
import io.github.oidcauth.internal.json.jsonObjectOf
import io.github.oidcauth.internal.json.parseStrictJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.keys.KeyMembers
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.internal.keys.readPrivateKey
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

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
    @JvmSynthetic
    public fun toJson(): JsonObject = members

    /** Returns [toJson] as maps, lists and strings. **It contains the private parts**, unless this key is a public one. */
    public fun toMap(): Map<String, Any?> = toJson().toPlainMap()

    /** Returns [toJson] as text, for [parse]. **It contains the private parts**, unless this key is a public one. */
    public fun serialize(): String = toJson().toString()

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
         * Returns what [members] describe, which [toMap] returned.
         *
         * @throws InvalidConfigException if they are not those of a usable key; the message names the fault and no value.
         * @throws IllegalArgumentException if a value is not one of JSON.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun fromMap(members: Map<String, Any?>): Jwk = fromJson(jsonObjectOf(members))

        /**
         * Returns the key that [json] describes.
         *
         * @throws InvalidConfigException if it is not a usable key; the message names the fault and no value.
         */
        @JvmSynthetic
        @Throws(AuthException::class)
        public fun fromJson(json: JsonObject): Jwk {
            val members = KeyMembers.knownMembers(json)
            KeyMembers.fault(members)?.let { throw InvalidConfigException("The key (JWK) cannot be used: $it.") }
            return Jwk(members)
        }

        /**
         * Returns the private key in [text], which is PEM of at most 65536 characters: a block `PRIVATE KEY` (PKCS#8, RFC 7468
         * §10) with an RSA key, an elliptic curve key on P-256, P-384 or P-521, or an Ed25519 key, as `openssl genpkey` writes
         * it. Text around the block, such as certificates, is skipped.
         *
         * [keyId] is the `kid` of the JWTs that the key signs; servers that have several keys of a client require it.
         *
         * @throws InvalidConfigException if there is no such key; the message describes the content and contains no value.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun fromPem(
            text: String,
            keyId: String? = null,
        ): Jwk = readPrivateKey(text, keyId, algorithm = null)

        /**
         * Returns the private key in [text], as the other `fromPem` does, for signatures with [algorithm] alone, in its members
         * `alg` and `use`. Some servers, Keycloak among them, require these members in the public key of a client.
         *
         * @throws InvalidConfigException if there is no such key, or it is not for [algorithm]; the message contains no value.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun fromPem(
            text: String,
            algorithm: JwsAlgorithm,
            keyId: String? = null,
        ): Jwk = readPrivateKey(text, keyId, algorithm)

        /**
         * Returns a new key for [algorithm], with its private part: RSA keys have 2048 bits, shared secrets as many as the
         * hash. Its members `alg` and `use` name its purpose, and [keyId] is its id. Generating an RSA key takes a moment.
         */
        @JvmStatic
        @JvmOverloads
        public fun generate(
            algorithm: JwsAlgorithm,
            keyId: String? = null,
        ): Jwk = platformKeyTools().generate(algorithm, keyId)

        /** Returns the key that [json] describes, or null if it is not a usable key. */
        internal fun read(json: JsonObject): Jwk? =
            KeyMembers.knownMembers(json).let { if (KeyMembers.fault(it) == null) Jwk(it) else null }

        private const val NO_OBJECT =
            "A key (JWK) is a JSON object of at most $MAX_LENGTH characters whose member names are unique."
    }
}
