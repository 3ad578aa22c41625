package io.github.oidcauth.internal.client

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.openid.LogoutRequestFactory
import io.github.oidcauth.internal.openid.UserInfoEndpoint
import io.github.oidcauth.internal.openid.UserInfoResponseReader
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.IdToken
import io.github.oidcauth.openid.IdTokenRequirements
import io.github.oidcauth.openid.LogoutOptions
import io.github.oidcauth.openid.LogoutRequest
import io.github.oidcauth.openid.UserInfo

/** The OpenID Connect part of one client: ID tokens, userinfo, logout. Thread-safe. */
internal class OpenIdRequests(
    private val server: ServerAccess,
) {
    private val userInfoEndpoint by lazy {
        val reader = UserInfoResponseReader(server.config, server.metadata, server.jwts, server.context)
        UserInfoEndpoint(server.endpoints, server.resources, reader)
    }

    /**
     * Fetches the keys for the ID token of a login with [scope], before the login.
     *
     * @throws AuthException when the keys cannot be fetched.
     */
    suspend fun prepareLogin(scope: String?): Unit = server.idTokens.prepare(scope)

    /** Validates the ID token [raw] (OpenID Connect Core 1.0 §3.1.3.7). */
    suspend fun validateIdToken(
        raw: String,
        requirements: IdTokenRequirements,
    ): IdToken = server.idTokens.validate(raw, requirements.expectation)

    /** Requests the claims of the user of [token], whose subject must be [subject] (OpenID Connect Core 1.0 §5.3). */
    suspend fun userInfo(
        token: Token,
        subject: ExpectedSubject,
    ): UserInfo = userInfoEndpoint.userInfo(token, subject)

    /** Returns the URL of a logout (OpenID Connect RP-Initiated Logout 1.0 §2). Sends nothing. */
    fun logoutRequest(options: LogoutOptions): LogoutRequest {
        val config = server.config
        val factory =
            LogoutRequestFactory(server.browserEndpoints, config.clientId, server.context.random, config.quirks.logout)
        return factory.create(options)
    }
}
