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

/** What refreshing means for a token (RFC 6749 §6). Pure. */
internal object TokenRefresh {
    /**
     * [fresh], received at [receivedAt], completed by what [old] has and a refresh response may leave out: the refresh token
     * ("the authorization server MAY issue a new refresh token") with the key it is bound to, the scope, the ID token (OpenID
     * Connect Core §12.2), and how long the access token lives. A scope that is left out is the one that was [requested] (§5.1),
     * or else that of [old] (§6). Unknown members replace all unknown members of the old token: otherwise they would
     * accumulate.
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
                    it.expiresAt = Instant.fromEpochSeconds((receivedAt + old.lifetime).epochSeconds)
                    it.lifetime = old.lifetime
                }
            }.build()
            .let(TokenSize::trimToFit)

    /** Whether [error] says that the refresh token will never be accepted again, so that only a new login helps. */
    fun isRejected(error: AuthException): Boolean =
        when (error) {
            is ServerErrorException, is TemporarilyUnavailableException, is SlowDownException, is UseDPoPNonceException -> false
            is OtherOAuthException -> error.statusCode in REJECTIONS
            is OAuthException -> true
            is HttpException -> error.statusCode in REJECTIONS
            else -> false
        }

    /** py-oidc-auth's broker responds with 401 with a sentence when the session is gone. */
    private val REJECTIONS = setOf(400, 401, 403)
}
