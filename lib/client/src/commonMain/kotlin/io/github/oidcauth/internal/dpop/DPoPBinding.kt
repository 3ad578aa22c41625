package io.github.oidcauth.internal.dpop

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.responses.NonceChallenge
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ServerMetadata

/**
 * Chooses the key that the tokens of a client are bound to, and provides the proofs of that key for the authorization server (RFC
 * 9449 §5).
 *
 * @throws InvalidConfigException when the server announces no algorithm that the client's key supports.
 */
internal class DPoPBinding(
    private val setting: DPoP?,
    metadata: ServerMetadata,
    private val prover: DPoPProver,
    private val clientContext: ClientContext,
) {
    private val nonces = DPoPNonces()

    /** The algorithm of keys that are generated here, or null when none are. */
    private val algorithm: JwsAlgorithm? = setting?.let { choose(it, metadata.strings(DPoPProver.ALGORITHMS)) }

    /** Returns a key for a new token, or null when the client uses bearer tokens. */
    fun newKey(): DPoPKey? =
        when (setting) {
            null -> null
            is DPoP.PerClient -> setting.key
            is DPoP.PerToken -> algorithm?.let { DPoPKey(clientContext.jose.keys.generate(it), it) }
        }

    /**
     * Returns the key for the tokens of [grant]: the key that the grant is bound to, or else a new one.
     *
     * @throws InvalidConfigException when the grant is bound to a key that is not stored.
     */
    fun keyFor(grant: Grant): DPoPKey? {
        grant.dpopKey?.let { return it }
        requireKnown(grant)
        return newKey()
    }

    /** With another key the server would refuse the request, and the refresh token might be used up. */
    private fun requireKnown(grant: Grant) {
        if (previousType(grant) != AccessTokenType.DPOP) return
        throw InvalidConfigException(
            "The token to refresh is bound to a key (DPoP), and the key is not stored with it. Log in again.",
        )
    }

    /** Returns the source of proofs of [key] for one request to the authorization server. */
    fun proofsOf(key: DPoPKey?): ProofSource =
        if (key == null) {
            ProofSource.NONE
        } else {
            DPoPProofSource(key, prover, nonces, accessToken = null, NonceChallenge::isFromAuthorizationServer)
        }

    /**
     * Returns [token], received for [grant], with [key] if the server bound it.
     *
     * An accepted bearer token is stored with the key as well, because its refresh token is bound to the key (RFC 9449 §5).
     *
     * @throws InvalidResponseException when it is a bearer token, and those are not accepted.
     */
    fun bind(
        token: Token,
        grant: Grant,
        key: DPoPKey?,
    ): Token {
        if (key == null) return token
        if (token.tokenType == AccessTokenType.BEARER.wireName && !isBearerAccepted(grant)) {
            throw InvalidResponseException(
                "The server issued a bearer token although one bound to a key (DPoP) was requested, so it is not used. " +
                    "If the server has no DPoP for this client, do not set it, or accept bearer tokens in the client's " +
                    "settings (DPoP.acceptBearer).",
            )
        }
        return token.newBuilder().also { it.dpopKey = key }.build()
    }

    /** Without a setting, the key comes from the previous token, and the new token must be of the same type. */
    private fun isBearerAccepted(grant: Grant): Boolean =
        setting?.isBearerAccepted ?: (previousType(grant) == AccessTokenType.BEARER)

    private fun previousType(grant: Grant): AccessTokenType? =
        (grant as? RefreshTokenGrant)?.previous?.let { AccessTokenType.find(it.tokenType) }

    private fun choose(
        setting: DPoP,
        supported: List<String>?,
    ): JwsAlgorithm {
        val wanted =
            when (setting) {
                is DPoP.PerClient -> listOf(setting.key.algorithm)
                is DPoP.PerToken -> setting.algorithm?.let(::listOf) ?: PREFERRED
            }
        return wanted.firstOrNull { it.isSupportedBy(supported) }
            ?: throw InvalidConfigException(
                "The server accepts no DPoP proofs signed with ${wanted.joinToString(" or ") { it.identifier }}. " +
                    "It announces ${supported.orEmpty().joinToString().printable().ifEmpty { "no algorithm" }}.",
            )
    }

    private companion object {
        /** Fast algorithms first; ES256, used in the examples of the specification, comes before all others. */
        val PREFERRED =
            listOf(
                JwsAlgorithm.ES256,
                JwsAlgorithm.EdDSA,
                JwsAlgorithm.ES384,
                JwsAlgorithm.ES512,
                JwsAlgorithm.PS256,
                JwsAlgorithm.RS256,
                JwsAlgorithm.PS384,
                JwsAlgorithm.RS384,
                JwsAlgorithm.PS512,
                JwsAlgorithm.RS512,
            )
    }
}
