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
 * Which key the tokens of a client are bound to, and the proofs of it at the authorization server (RFC 9449 §5).
 *
 * @throws InvalidConfigException when the server announces nothing that the client's key can do.
 */
internal class DPoPBinding(
    private val setting: DPoP?,
    metadata: ServerMetadata,
    private val prover: DPoPProver,
    private val clientContext: ClientContext,
) {
    private val nonces = DPoPNonces()

    /** Of keys that are made here; null when none are. */
    private val algorithm: JwsAlgorithm? = setting?.let { choose(it, metadata.strings(DPoPProver.ALGORITHMS)) }

    /** A key for a new token, or null when the client wants bearer tokens. */
    fun newKey(): DPoPKey? =
        when (setting) {
            null -> null
            is DPoP.PerClient -> setting.key
            is DPoP.PerToken -> algorithm?.let { DPoPKey(clientContext.jose.keys.generate(it), it) }
        }

    /**
     * The key for what [grant] brings: its own, because what it offers is bound to that one, or else a new one.
     *
     * @throws InvalidConfigException when its own is gone.
     */
    fun keyFor(grant: Grant): DPoPKey? {
        grant.dpopKey?.let { return it }
        requireKnown(grant)
        return newKey()
    }

    /** Another key would be refused, and the refresh token perhaps be spent. */
    private fun requireKnown(grant: Grant) {
        if (previousType(grant) != AccessTokenType.DPOP) return
        throw InvalidConfigException(
            "The token to refresh is bound to a key (DPoP), and the key is not stored with it. Log in again.",
        )
    }

    /** Proofs that the client has [key], for one request to the authorization server. */
    fun proofsOf(key: DPoPKey?): ProofSource =
        if (key == null) {
            ProofSource.NONE
        } else {
            DPoPProofSource(key, prover, nonces, accessToken = null, NonceChallenge::isFromAuthorizationServer)
        }

    /**
     * [token], which [grant] brought, bound to [key] if that is what the server says.
     *
     * A bearer token is kept with its key too, when it is accepted: its refresh token is bound to the key (RFC 9449 §5).
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
                "The server handed out a bearer token where one bound to a key (DPoP) was asked for, so it is not used. " +
                    "If it does not have DPoP for this client, do without, or accept that in the client's settings " +
                    "(DPoP.acceptBearer).",
            )
        }
        return token.newBuilder().also { it.dpopKey = key }.build()
    }

    /** Without a setting the key is that of a token, and the new token is what that one was. */
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
                "The server takes no DPoP proofs signed with ${wanted.joinToString(" or ") { it.identifier }}. " +
                    "It announces ${supported.orEmpty().joinToString().printable().ifEmpty { "no algorithm" }}.",
            )
    }

    private companion object {
        /** Fast ones first, that of the specification's examples before all. */
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
