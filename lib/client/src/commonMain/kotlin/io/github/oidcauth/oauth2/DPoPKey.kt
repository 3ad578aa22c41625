package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.keys.KeyCompatibility
import io.github.oidcauth.internal.keys.KeyMembers
import io.github.oidcauth.internal.keys.KeyUse
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmStatic

/**
 * The key that a token is bound to: whoever presents the token proves that they have it (RFC 9449 §4). Whoever steals the token
 * alone has nothing.
 *
 * `DPoPKey.generate()` makes one; `DPoPKey.thumbprint` is what servers know it by. Java callers find both in
 * `io.github.oidcauth.java.DPoPKeys`.
 *
 * An immutable value. [toString] shows no secret, [toJson] does.
 *
 * @param key a private key. Servers see its public half in every proof, without its name and whatever else it says of itself.
 * @throws InvalidConfigException when [key] cannot sign with [algorithm]; shared secrets cannot.
 */
public class DPoPKey
    @Throws(AuthException::class)
    constructor(
        key: Jwk,
        /** How proofs are signed. */
        public val algorithm: JwsAlgorithm,
    ) {
        init {
            val fault = if (algorithm.isSymmetric) SHARED else KeyCompatibility.fault(key, algorithm, KeyUse.SIGN)
            fault?.let { throw InvalidConfigException("The key cannot sign DPoP proofs with ${algorithm.identifier}: $it.") }
        }

        /** The name of [algorithm] that the key has, where there are two. */
        internal val algorithmName: String = algorithm.nameFor(names = null, keyName = key.algorithm)

        internal val private: Jwk = Jwk.fromJson(KeyMembers.thumbprintMembers(key.toJson()))

        /** The public half, with nothing but what the key is. */
        internal val public: Jwk = private.toPublic()

        /** This key as JSON: a JWK whose member `alg` names [algorithm]. **The private parts are in it.** */
        public fun toJson(): JsonObject = JsonObject(private.toJson() + (ALGORITHM to JsonPrimitive(algorithmName)))

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
             * Reads what [toJson] wrote.
             *
             * @throws InvalidConfigException when [json] is no private key with its `alg`; the message holds no value of it.
             */
            @JvmStatic
            @Throws(AuthException::class)
            public fun fromJson(json: JsonObject): DPoPKey {
                val algorithm =
                    json.string(ALGORITHM)?.let(JwsAlgorithm::find)
                        ?: throw InvalidConfigException("The DPoP key does not say which algorithm (alg) it is for.")
                return DPoPKey(Jwk.fromJson(json), algorithm)
            }
        }
    }
