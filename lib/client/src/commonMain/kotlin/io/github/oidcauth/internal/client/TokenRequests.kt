// Tested by GrantRequestTest and PollingJobTest.
package io.github.oidcauth.internal.client

import io.github.oidcauth.AuthException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.authorization.BackchannelAuthenticationEndpoint
import io.github.oidcauth.internal.endpoints.DeviceAuthorizationEndpoint
import io.github.oidcauth.internal.endpoints.IntrospectionEndpoint
import io.github.oidcauth.internal.endpoints.IntrospectionResponseReader
import io.github.oidcauth.internal.endpoints.RevocationEndpoint
import io.github.oidcauth.internal.endpoints.TokenEndpoint
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.BackchannelAuthentication
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.TokenTypeHint
import kotlinx.serialization.json.JsonObject

/**
 * Sends the requests of one client for tokens and about tokens. Each request is sent once. A failed request throws
 * [AuthException]. Thread-safe.
 */
internal class TokenRequests(
    private val server: ServerAccess,
    /** Throws [IllegalArgumentException] for an authorization request of another client or to another server. */
    private val requireOwn: (AuthorizationRequest) -> Unit,
) {
    private val tokenEndpoint by lazy {
        val config = server.config
        TokenEndpoint(
            server.caller,
            server.binding,
            server.idTokens,
            server.context,
            config.tokenResponse,
            config.tokenParameters,
        )
    }
    private val deviceAuthorizationEndpoint by lazy {
        DeviceAuthorizationEndpoint(server.caller, server.context, server.metadata, server.config.insecureHttpAllowed)
    }
    private val backchannelAuthenticationEndpoint by lazy {
        BackchannelAuthenticationEndpoint(server.caller, server.requestObjects, server.context)
    }
    private val revocationEndpoint by lazy { RevocationEndpoint(server.caller) }
    private val introspectionEndpoint by lazy {
        val reader = IntrospectionResponseReader(server.config, server.metadata, server.jwts, server.context)
        IntrospectionEndpoint(server.caller, reader)
    }

    /** Fetches the keys that [token] needs for [grant], unless they are known. Without this call, [token] fetches them. */
    suspend fun prepare(grant: Grant): Unit = tokenEndpoint.prepare(grant)

    /** Sends [grant] to the token endpoint, and validates the response (RFC 6749 §4, §5, §6). */
    suspend fun token(grant: Grant): Token {
        (grant as? AuthorizationCodeGrant)?.request?.let(requireOwn)
        return tokenEndpoint.token(grant)
    }

    /** Sends [grant] once, for a login that the user may not have finished yet. */
    suspend fun poll(grant: Grant): PollResult = tokenEndpoint.poll(grant)

    /** Returns a function that polls for [grant] and can be called many times; all polls use one DPoP key. */
    fun poller(grant: Grant): suspend () -> PollResult = tokenEndpoint.poller(grant)

    /** Requests the codes of a device login (RFC 8628 §3.1). */
    suspend fun startDeviceLogin(options: RequestOptions): DeviceCode = deviceAuthorizationEndpoint.start(options)

    /** Starts a login on the user's own device (CIBA Core 1.0 §7). */
    suspend fun startBackchannelLogin(request: BackchannelAuthenticationRequest): BackchannelAuthentication =
        backchannelAuthenticationEndpoint.start(request)

    suspend fun revoke(
        token: String,
        hint: TokenTypeHint?,
        options: RequestOptions = RequestOptions.NONE,
    ): Unit = revocationEndpoint.revoke(token, hint, options)

    /** Revokes the one of [type] in [token], or without a type its refresh token or else its access token (RFC 7009 §2.1). */
    suspend fun revoke(
        token: Token,
        type: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ) {
        val whole = if (token.refreshToken == null) TokenTypeHint.ACCESS_TOKEN else TokenTypeHint.REFRESH_TOKEN
        revoke(valueOf(token, type ?: whole), type ?: whole, options)
    }

    suspend fun introspect(
        token: String,
        hint: TokenTypeHint?,
        options: RequestOptions = RequestOptions.NONE,
    ): Introspection = introspectionEndpoint.introspect(token, hint, options)

    /** Introspects the one of [type] in [token]. */
    suspend fun introspect(
        token: Token,
        type: TokenTypeHint,
        options: RequestOptions,
    ): Introspection = introspect(valueOf(token, type), type, options)

    /** Returns the claims of the access token [raw], a JWT, for [audience] or for any (RFC 9068 §4). */
    suspend fun validateAccessToken(
        raw: String,
        audience: String?,
    ): JsonObject = server.accessTokens.validate(raw, audience)

    private fun valueOf(
        token: Token,
        type: TokenTypeHint,
    ): String =
        when (type) {
            TokenTypeHint.ACCESS_TOKEN -> token.accessToken
            TokenTypeHint.REFRESH_TOKEN -> requireNotNull(token.refreshToken) { "This token has no refresh token." }
        }
}
