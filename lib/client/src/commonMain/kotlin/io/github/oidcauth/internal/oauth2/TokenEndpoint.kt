package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.oauth2.EndpointCaller.Exchange
import io.github.oidcauth.internal.openid.IdTokenValidator
import io.github.oidcauth.internal.protocol.AccessTokenType
import io.github.oidcauth.internal.protocol.PollAnswer
import io.github.oidcauth.internal.protocol.PollJudge
import io.github.oidcauth.internal.protocol.Renewal
import io.github.oidcauth.internal.protocol.TokenAnswer
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.TokenExchangeGrant

/** Asks for tokens (RFC 6749 §3.2). */
internal class TokenEndpoint(
    private val caller: EndpointCaller,
    private val binding: TokenBinding,
    private val idTokens: IdTokenValidator,
    private val wire: Wire,
) {
    /** Sent once: a grant that buys a token once has been used even when no answer arrives. */
    suspend fun token(grant: Grant): Token {
        idTokens.prepare(grant.idToken)
        val key = binding.keyFor(grant)
        return judge(grant, key, send(grant, key))
    }

    /** Asks once whether what [grant] stands for has been granted by now. */
    suspend fun poll(grant: Grant): PollAnswer = poll(grant, binding.keyFor(grant))

    /** [poll] for as often as it takes, with one key for all of them. */
    fun poller(grant: Grant): suspend () -> PollAnswer {
        val key by lazy { binding.keyFor(grant) }
        return { poll(grant, key) }
    }

    private suspend fun poll(
        grant: Grant,
        key: DPoPKey?,
    ): PollAnswer {
        val exchange =
            try {
                send(grant, key)
            } catch (e: TransportException) {
                return PollJudge.judge(e)
            }
        return try {
            PollAnswer.Granted(judge(grant, key, exchange))
        } catch (e: AuthException) {
            PollJudge.judge(exchange.answer, e, caller.deviations.answers)
        }
    }

    private suspend fun send(
        grant: Grant,
        key: DPoPKey?,
    ): Exchange =
        caller.post(
            Endpoint.TOKEN,
            listOf("grant_type" to grant.grantType) + grant.parameters,
            grant.options,
            proofs = binding.proofsOf(key),
        )

    private suspend fun judge(
        grant: Grant,
        key: DPoPKey?,
        exchange: Exchange,
    ): Token {
        val answer = exchange.answer
        val arrived =
            try {
                TokenAnswer.judge(
                    answer.statusCode,
                    answer.mediaType,
                    answer.body,
                    receivedAt = wire.clock.now(),
                    exchange.secrets,
                    typesFor(grant, key),
                    caller.deviations.answers,
                )
            } catch (e: OtherOAuthException) {
                throw caller.deviations.standardised(e)
            }
        val token = admit(binding.bind(arrived, grant, key), grant)
        val previous = (grant as? RefreshTokenGrant)?.previous ?: return token
        return Renewal.merge(previous, token, grant.options.scope)
    }

    /** A refresh token that has been rotated exists nowhere else, so it goes along with the failure. */
    private suspend fun admit(
        token: Token,
        grant: Grant,
    ): Token =
        try {
            idTokens.admit(token, grant.idToken)
        } catch (e: AuthException) {
            val rotated = token.refreshToken?.takeIf { grant is RefreshTokenGrant && it != grant.refreshToken } ?: throw e
            val raw = token.idToken ?: throw e
            if (!idTokens.isUndecided(raw, grant.idToken, e)) throw e
            throw UnverifiedRefreshException(rotated, token.refreshExpiresAt, token.dpopKey, e)
        }

    private fun typesFor(
        grant: Grant,
        key: DPoPKey?,
    ): Set<AccessTokenType> =
        setOfNotNull(
            AccessTokenType.BEARER,
            AccessTokenType.DPOP.takeIf { key != null },
            // Token exchange may bring what is no access token (RFC 8693 §2.2.1).
            AccessTokenType.NOT_APPLICABLE.takeIf { grant is TokenExchangeGrant },
        )
}
