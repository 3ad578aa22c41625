package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic

/**
 * Whether and how a client has tokens bound to a key of its own (RFC 9449). Set [ClientConfig.dpop]; without it tokens are
 * bearer tokens, good for whoever has them.
 *
 * The key stands beside the token in [io.github.oidcauth.Token.dpopKey]. A token that was refreshed keeps its key, whatever is
 * set here by then: the refresh token of a public client is bound to it too (RFC 9449 §5).
 *
 * Immutable values; `toString` shows no secret.
 */
public sealed class DPoP(
    /** Whether a bearer token is taken when the server hands one out all the same. */
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
        /** What the keys are for, or null to choose among what the server announces. */
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
     * The same, but a server that hands out a bearer token all the same is believed (RFC 9449 §5). Otherwise such a response is
     * refused: somebody on the way may have taken the binding out.
     */
    public abstract fun acceptBearer(): DPoP

    public companion object {
        /** All tokens are bound to [key]. Whoever sees two of them sees that they belong to one client. */
        @JvmStatic
        public fun withKey(key: DPoPKey): DPoP = PerClient(key, isBearerAccepted = false)

        /**
         * Each token is bound to a key of its own, made when it is asked for. [algorithm] is what the keys are for; null takes
         * what the server announces (`dpop_signing_alg_values_supported`), ES256 first. RSA keys take a moment to find.
         *
         * @throws IllegalArgumentException when [algorithm] is one of a shared secret.
         */
        @JvmStatic
        @JvmOverloads
        public fun perToken(algorithm: JwsAlgorithm? = null): DPoP {
            require(algorithm?.isSymmetric != true) { "DPoP proofs are signed with a private key, so not with $algorithm." }
            return PerToken(algorithm, isBearerAccepted = false)
        }
    }
}
