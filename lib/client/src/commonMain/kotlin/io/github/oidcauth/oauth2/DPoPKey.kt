package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.jose.platformKeyTools
import io.github.oidcauth.internal.json.jsonObjectOf
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.keys.KeyCompatibility
import io.github.oidcauth.internal.keys.KeyMembers
import io.github.oidcauth.internal.keys.KeyUse
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * The key that a token is bound to: the sender of the token proves that it has the key (RFC 9449 §4). A stolen token is
 * useless without it.
 *
 * `DPoPKey.generate()` makes one; servers know it by its [thumbprint].
 *
 * An immutable value. [toString] shows no secret, but [toJson] does.
 *
 * @param key a private key. Every proof contains its public half, without its name and other descriptive members.
 * @throws InvalidConfigException if [key] cannot sign with [algorithm]; a shared secret cannot.
 */
public class DPoPKey
    @Throws(AuthException::class)
    constructor(
        key: Jwk,
        /** The algorithm that signs the proofs. */
        public val algorithm: JwsAlgorithm,
    ) {
        init {
            val fault = if (algorithm.isSymmetric) SHARED else KeyCompatibility.fault(key, algorithm, KeyUse.SIGN)
            fault?.let { throw InvalidConfigException("The key cannot sign DPoP proofs with ${algorithm.identifier}: $it.") }
        }

        /** The name of [algorithm] that the key uses, where there are two. */
        internal val algorithmName: String = algorithm.nameFor(names = null, keyName = key.algorithm)

        internal val private: Jwk = Jwk.fromJson(KeyMembers.thumbprintMembers(key.toJson()))

        /** The public half, without descriptive members. */
        internal val public: Jwk = private.toPublic()

        /**
         * The name by which servers know the key: the SHA-256 thumbprint of its public half, base64url (RFC 7638). It is
         * `dpop_jkt` in requests (RFC 9449 §10) and `jkt` in introspection responses (RFC 9449 §6.2).
         */
        public val thumbprint: String get() = platformKeyTools().thumbprint(public)

        /** Returns this key as JSON: a JWK whose member `alg` names [algorithm]. **It contains the private key.** */
        @JvmSynthetic
        public fun toJson(): JsonObject = JsonObject(private.toJson() + (ALGORITHM to JsonPrimitive(algorithmName)))

        /** Returns [toJson] as maps, lists and strings. **It contains the private key.** */
        public fun toMap(): Map<String, Any?> = toJson().toPlainMap()

        /** Returns [toJson] as text, for [deserialize]. **It contains the private key.** */
        public fun serialize(): String = toJson().toString()

        override fun equals(other: Any?): Boolean =
            other is DPoPKey && other.private == private && other.algorithm == algorithm

        override fun hashCode(): Int = public.hashCode()

        override fun toString(): String = "DPoPKey(${algorithm.identifier}, $REDACTED)"

        public companion object {
            init {
                requireFittingVersions()
            }

            private const val ALGORITHM = "alg"
            private const val SHARED = "the server would have to share it"

            /**
             * Returns a new key whose proofs are signed with [algorithm]. Generating an RSA key takes a moment.
             *
             * @throws IllegalArgumentException if [algorithm] needs a shared secret.
             */
            @JvmStatic
            @JvmOverloads
            public fun generate(algorithm: JwsAlgorithm = JwsAlgorithm.ES256): DPoPKey {
                require(!algorithm.isSymmetric) { "DPoP proofs are signed with a private key, so not with $algorithm." }
                return DPoPKey(platformKeyTools().generate(algorithm), algorithm)
            }

            /**
             * Returns what [members] describe, which [toMap] returned.
             *
             * @throws InvalidConfigException if they are not those of a private key with its `alg`; the message contains no value of it.
             * @throws IllegalArgumentException if a value is not one of JSON.
             */
            @JvmStatic
            @Throws(AuthException::class)
            public fun fromMap(members: Map<String, Any?>): DPoPKey = fromJson(jsonObjectOf(members))

            /**
             * Reads the text that [serialize] returned.
             *
             * @throws InvalidConfigException if [text] is not a private key with its `alg`; the message contains no value of it.
             */
            @JvmStatic
            @Throws(AuthException::class)
            public fun deserialize(text: String): DPoPKey = fromJson(Jwk.parse(text).toJson())

            /**
             * Reads the JSON that [toJson] returned.
             *
             * @throws InvalidConfigException if [json] is not a private key with its `alg`; the message contains no value of
             *     it.
             */
            @JvmSynthetic
            @Throws(AuthException::class)
            public fun fromJson(json: JsonObject): DPoPKey {
                val algorithm =
                    json.string(ALGORITHM)?.let(JwsAlgorithm::find)
                        ?: throw InvalidConfigException("The DPoP key names no algorithm (alg).")
                return DPoPKey(Jwk.fromJson(json), algorithm)
            }
        }
    }
