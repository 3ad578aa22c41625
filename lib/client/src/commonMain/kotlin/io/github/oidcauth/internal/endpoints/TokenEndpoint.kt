// Tested by GrantRequestTest, GrantErrorTest and RotatedRefreshTokenTest.
package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.AuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.dpop.DPoPBinding
import io.github.oidcauth.internal.endpoints.EndpointCaller.Exchange
import io.github.oidcauth.internal.jwt.IdTokenValidator
import io.github.oidcauth.internal.jwt.withExpiryOfJwt
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.responses.PollResponseReader
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.responses.TokenResponse
import io.github.oidcauth.internal.responses.TokenResponseReader
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.internal.tokens.TokenRefresh
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.github.oidcauth.oauth2.TokenResponseSettings
import kotlin.time.Instant

/** Requests tokens (RFC 6749 §3.2). */
internal class TokenEndpoint(
    private val caller: EndpointCaller,
    private val binding: DPoPBinding,
    private val idTokens: IdTokenValidator,
    private val clientContext: ClientContext,
    private val settings: TokenResponseSettings,
    /** The parameters of every request, unless the request has them itself. */
    private val defaults: List<Pair<String, String>> = emptyList(),
) {
    /** Fetches the keys for the ID token that belongs to [grant], if one is expected and they are not known. */
    suspend fun prepare(grant: Grant): Unit = idTokens.prepare(grant.idToken)

    /**
     * Requests a token for [grant]. The request is sent once: a grant that is valid once may be used up even when no response
     * arrives.
     */
    suspend fun token(grant: Grant): Token {
        prepare(grant)
        val key = binding.keyFor(grant)
        return validate(grant, key, send(grant, key))
    }

    /** Polls once for the token of [grant]. */
    suspend fun poll(grant: Grant): PollResult = poll(grant, binding.keyFor(grant))

    /** Returns a function that polls for the token of [grant], with the same key in every call. */
    fun poller(grant: Grant): suspend () -> PollResult {
        val key by lazy { binding.keyFor(grant) }
        return { poll(grant, key) }
    }

    private suspend fun poll(
        grant: Grant,
        key: DPoPKey?,
    ): PollResult {
        val exchange =
            try {
                send(grant, key)
            } catch (e: TransportException) {
                return PollResponseReader.validate(e)
            }
        return try {
            PollResult.Granted(validate(grant, key, exchange))
        } catch (e: AuthException) {
            PollResponseReader.validate(exchange.response, e, caller.quirks.responses)
        }
    }

    private suspend fun send(
        grant: Grant,
        key: DPoPKey?,
    ): Exchange {
        val parameters = listOf("grant_type" to grant.grantType) + grant.parameters
        return caller.post(
            Endpoint.TOKEN,
            parameters,
            grant.options.withDefaults(defaults, taken = parameters.map { it.first }),
            proofs = binding.proofsOf(key),
        )
    }

    private suspend fun validate(
        grant: Grant,
        key: DPoPKey?,
        exchange: Exchange,
    ): Token {
        val receivedAt = clientContext.clock.now()
        val response = read(grant, key, exchange, receivedAt)
        val received =
            try {
                binding.bind(response.token().withExpiryOfJwt(receivedAt), grant, key)
            } catch (e: AuthException) {
                throw refused(response, grant, key, toStandardError(e))
            }
        val token =
            try {
                idTokens.validateFromTokenResponse(received, grant.idToken)
            } catch (e: AuthException) {
                val mayBeValid = response.idToken == null || idTokens.mayBeValid(response.idToken, grant.idToken, e)
                throw if (mayBeValid) kept(response, grant, key, e) else e
            }
        val previous = (grant as? RefreshTokenGrant)?.previous
        return withDefaultExpiry(
            if (previous == null) token else TokenRefresh.merge(previous, token, receivedAt, grant.options.scope),
            receivedAt,
        )
    }

    private fun read(
        grant: Grant,
        key: DPoPKey?,
        exchange: Exchange,
        receivedAt: Instant,
    ): TokenResponse =
        try {
            TokenResponseReader.read(
                exchange.response.statusCode,
                exchange.response.mediaType,
                exchange.response.body,
                receivedAt,
                exchange.secrets,
                acceptedTokenTypes(grant, key),
                caller.quirks.responses,
                settings,
                exchange.errorContext,
            )
        } catch (e: AuthException) {
            throw toStandardError(e).also { it.retryAfter = exchange.response.retryAfter }
        }

    private fun toStandardError(failure: AuthException): AuthException =
        if (failure is OtherOAuthException) caller.quirks.toStandardError(failure) else failure

    /**
     * Returns the exception for a refused response. If its ID token is proven invalid, the response may belong to another user,
     * and no refresh token is kept.
     */
    private suspend fun refused(
        response: TokenResponse,
        grant: Grant,
        key: DPoPKey?,
        failure: AuthException,
    ): AuthException {
        val kept = kept(response, grant, key, failure)
        if (kept === failure) return failure
        return idTokens.errorIfProvenInvalid(response.idToken, response.accessToken, grant.idToken) ?: kept
    }

    /** Adds the new refresh token to [failure]: after rotation it exists nowhere else. */
    private fun kept(
        response: TokenResponse,
        grant: Grant,
        key: DPoPKey?,
        failure: AuthException,
    ): AuthException = if (grant is RefreshTokenGrant) response.refusal(failure, grant.refreshToken, key) else failure

    private fun withDefaultExpiry(
        token: Token,
        receivedAt: Instant,
    ): Token {
        val lifetime = settings.defaultLifetime
        if (token.expiresAt != null || lifetime == null) return token
        return token.newBuilder().also {
            it.expiresAt = Instant.fromEpochSeconds((receivedAt + lifetime).epochSeconds)
            it.lifetime = lifetime
        }.build()
    }

    private fun acceptedTokenTypes(
        grant: Grant,
        key: DPoPKey?,
    ): Set<AccessTokenType> =
        setOfNotNull(
            AccessTokenType.BEARER,
            AccessTokenType.DPOP.takeIf { key != null },
            // Token exchange may return a token that is not an access token (RFC 8693 §2.2.1).
            AccessTokenType.NOT_APPLICABLE.takeIf { grant is TokenExchangeGrant },
        )
}
