package io.github.oidcauth.internal.tokens

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.Token
import io.github.oidcauth.UseDPoPNonceException
import kotlin.time.Instant

/** The effect of a refresh on a token (RFC 6749 §6). Pure. */
internal object TokenRefresh {
    /**
     * Returns [fresh], received at [receivedAt], with the members of [old] that a refresh response may omit: the refresh token
     * ("the authorization server MAY issue a new refresh token") with the key it is bound to, the scope, the ID token (OpenID
     * Connect Core §12.2), and the lifetime of the access token. An omitted scope is the [requested] one (§5.1), or else that of
     * [old] (§6). Unknown members replace all unknown members of the old token, so that they do not accumulate.
     */
    fun merge(
        old: Token,
        fresh: Token,
        receivedAt: Instant,
        requested: String? = null,
    ): Token =
        fresh
            .newBuilder()
            .also {
                if (fresh.refreshToken == null) it.refreshToken = old.refreshToken
                val keepsRefreshToken = it.refreshToken == old.refreshToken
                if (keepsRefreshToken && fresh.refreshExpiresAt == null) it.refreshExpiresAt = old.refreshExpiresAt
                if (fresh.scope == null) it.scope = requested ?: old.scope
                if (fresh.idToken == null) it.idToken = old.idToken
                if (fresh.dpopKey == null && keepsRefreshToken) it.dpopKey = old.dpopKey
                if (fresh.extra.isEmpty()) it.extra = old.extra
                if (fresh.expiresAt == null && old.lifetime != null) {
                    it.expiresAt = receivedAt + old.lifetime
                    it.lifetime = old.lifetime
                }
            }.build()
            .let(TokenSize::trimToFit)

    /** Returns whether [error] means that the refresh token will never be accepted again, so that a new login is needed. */
    fun isRejected(error: AuthException): Boolean =
        when (error) {
            is ServerErrorException, is TemporarilyUnavailableException, is SlowDownException, is UseDPoPNonceException -> false
            is OtherOAuthException -> error.statusCode in REJECTIONS
            is OAuthException -> true
            is HttpException -> error.statusCode in REJECTIONS
            else -> false
        }

    /** The broker of py-oidc-auth sends 401 with a sentence when the session has ended. */
    private val REJECTIONS = setOf(400, 401, 403)
}
