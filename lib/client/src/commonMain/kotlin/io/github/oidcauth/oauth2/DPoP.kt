package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic

/**
 * The DPoP setting of a client: its tokens are bound to its own key (RFC 9449). It is set in [ClientConfig.dpop]; without it,
 * tokens are bearer tokens, which anybody who has them can use.
 *
 * The key is stored with the token, in [io.github.oidcauth.Token.dpopKey]. A refreshed token keeps its key, even if the
 * setting has changed since, because the refresh token of a public client is bound to it too (RFC 9449 §5).
 *
 * Immutable values; `toString` shows no secret.
 */
public sealed class DPoP(
    /** True if a bearer token is accepted when the server issues one in spite of DPoP. */
    public val isBearerAccepted: Boolean,
) {
    /** One [key] for all tokens of the client: see [withKey]. */
    public class PerClient internal constructor(
        /** The key of every token. */
        public val key: DPoPKey,
        isBearerAccepted: Boolean,
    ) : DPoP(isBearerAccepted) {
        override fun acceptBearer(): DPoP = PerClient(key, isBearerAccepted = true)

        override fun equals(other: Any?): Boolean =
            other is PerClient && other.key == key && other.isBearerAccepted == isBearerAccepted

        override fun hashCode(): Int = key.hashCode()

        override fun toString(): String = "DPoP.PerClient($key, isBearerAccepted=$isBearerAccepted)"
    }

    /** A new key for each token: see [perToken]. */
    public class PerToken internal constructor(
        /** The algorithm of the keys, or null to choose one that the server announces. */
        public val algorithm: JwsAlgorithm?,
        isBearerAccepted: Boolean,
    ) : DPoP(isBearerAccepted) {
        override fun acceptBearer(): DPoP = PerToken(algorithm, isBearerAccepted = true)

        override fun equals(other: Any?): Boolean =
            other is PerToken && other.algorithm == algorithm && other.isBearerAccepted == isBearerAccepted

        override fun hashCode(): Int = algorithm.hashCode()

        override fun toString(): String = "DPoP.PerToken(${algorithm?.identifier}, isBearerAccepted=$isBearerAccepted)"
    }

    /**
     * Returns the same setting, which also accepts a bearer token (RFC 9449 §5). Otherwise such a response is refused,
     * because an attacker on the network may have removed the binding.
     */
    public abstract fun acceptBearer(): DPoP

    public companion object {
        /**
         * Returns a setting that binds all tokens to [key]. Everybody who sees two of the tokens can tell that they belong to
         * one client.
         */
        @JvmStatic
        public fun withKey(key: DPoPKey): DPoP = PerClient(key, isBearerAccepted = false)

        /**
         * Returns a setting that binds each token to a new key, which is generated for its request. [algorithm] is the
         * algorithm of the keys; null takes one that the server announces (`dpop_signing_alg_values_supported`), ES256 first.
         * Generating an RSA key takes a moment.
         *
         * @throws IllegalArgumentException if [algorithm] needs a shared secret.
         */
        @JvmStatic
        @JvmOverloads
        public fun perToken(algorithm: JwsAlgorithm? = null): DPoP {
            require(algorithm?.isSymmetric != true) { "DPoP proofs are signed with a private key, so not with $algorithm." }
            return PerToken(algorithm, isBearerAccepted = false)
        }
    }
}
