// Tested by ServiceTest and StrictnessTest.
package io.github.oidcauth.testing.internal.server

import io.github.oidcauth.testing.ServerSettings
import kotlin.time.Clock
import kotlin.time.Duration

/** The sessions of users, and their tokens. Guarded by the [LoginServerCore]. */
internal class Sessions(
    private val issuer: String,
    private val settings: ServerSettings,
    private val clock: Clock,
    private val key: SigningKey,
) {
    private val sessions = ArrayList<Session>()
    private var counter = 0

    /** The number of redemptions of refresh tokens that had been used before. */
    var reuses = 0
        private set

    val active: Int get() = sessions.count { it.isLogin && !it.isRevoked }

    fun begin(
        clientId: String,
        scope: String?,
        nonce: String? = null,
    ): Session = Session(clientId, scope, settings.subject, nonce, clock.now()).also { sessions += it }

    /** Returns a token for the client itself, without a refresh token (RFC 6749 §4.4.3). */
    fun issueToClient(
        clientId: String,
        scope: String?,
        audience: List<String>,
    ): IssuedTokens {
        val session = Session(clientId, scope, clientId, nonce = null, clock.now(), hasUser = false, audience)
        sessions += session
        return tokens(session, settings.accessTokenLifetime, nonce = null)
    }

    /** Begins the session of a token that is made of one of [origin], for the client [clientId] (RFC 8693). */
    fun derive(
        origin: Session,
        clientId: String,
        scope: String?,
        audience: List<String>,
        actor: Session?,
    ): Session =
        Session(
            clientId,
            scope ?: origin.scope,
            origin.subject,
            nonce = null,
            origin.authenticatedAt,
            origin.hasUser,
            audience,
            origin,
            actor,
        ).also { sessions += it }

    /** Issues an access token of [session] and nothing else. */
    fun issueAccessToken(session: Session): IssuedTokens {
        val now = clock.now()
        return IssuedTokens(
            newAccessToken(session, settings.accessTokenLifetime),
            now,
            now + settings.accessTokenLifetime,
            session.scope,
        )
    }

    /** Issues a refresh token of [session], in the place of an access token (RFC 8693 §2.2.1). */
    fun issueRefreshToken(session: Session): IssuedTokens {
        newRefreshToken(session)
        return IssuedTokens(checkNotNull(session.refreshToken), clock.now(), session.refreshExpiresAt, session.scope)
    }

    /** Issues an ID token of [session], in the place of an access token. */
    fun issueIdToken(session: Session): IssuedTokens {
        val now = clock.now()
        return IssuedTokens(newIdToken(session, accessToken = null, nonce = null), now, now + ID_TOKEN_LIFETIME, session.scope)
    }

    /** Issues the first tokens of a [session]. */
    fun issue(
        session: Session,
        lifetime: Duration = settings.accessTokenLifetime,
    ): IssuedTokens {
        if (settings.issuesRefreshTokens) newRefreshToken(session)
        return tokens(session, lifetime, session.nonce)
    }

    /** Redeems a refresh token (RFC 6749 §6). A used one ends the session, because it may have been stolen (RFC 9700 §4.14.2). */
    fun refresh(
        refreshToken: String,
        clientId: String,
    ): IssuedTokens {
        val session = sessions.find { it.refreshToken == refreshToken || refreshToken in it.usedRefreshTokens }
            ?: throw OAuthErrorException("invalid_grant", "The refresh token is not known.")
        if (session.clientId != clientId) {
            throw OAuthErrorException("invalid_grant", "The refresh token was issued to another client.")
        }
        if (refreshToken in session.usedRefreshTokens) {
            reuses++
            session.isRevoked = true
            throw OAuthErrorException("invalid_grant", "The refresh token was used before. The session is over.")
        }
        if (session.isRevoked) throw OAuthErrorException("invalid_grant", "The session is over.")
        if (session.refreshExpiresAt.let { it != null && clock.now() >= it }) {
            throw OAuthErrorException("invalid_grant", "The refresh token has expired.")
        }
        if (settings.rotatesRefreshTokens) {
            session.usedRefreshTokens += refreshToken
            session.refreshToken = null
            if (settings.issuesRefreshTokens) newRefreshToken(session)
            return tokens(session, settings.accessTokenLifetime, nonce = null)
        }
        return tokens(session, settings.accessTokenLifetime, nonce = null, includesRefreshToken = false)
    }

    /** Revokes a token (RFC 7009 §2.1). The response does not tell if the token is known. */
    fun revoke(
        token: String,
        clientId: String,
    ) {
        val session =
            sessions.find { it.clientId == clientId && (token in it.accessTokens || token == it.refreshToken) } ?: return
        if (session.accessTokens.remove(token) == null) session.isRevoked = true
    }

    fun revokeAll(): Unit = sessions.forEach { it.isRevoked = true }

    /** Returns the session of an access token, or null if the token is not valid any more. */
    fun ofAccessToken(token: String): Session? =
        sessions.find { !it.isRevoked && it.accessTokens[token].let { end -> end != null && clock.now() < end } }

    /** Returns the session whose refresh token it is, or null when it would not be redeemed. */
    fun ofRefreshToken(token: String): Session? =
        sessions.find { session ->
            val isCurrent = !session.isRevoked && session.refreshToken == token
            isCurrent && session.refreshExpiresAt.let { it == null || clock.now() < it }
        }

    /** Returns the session of an ID token, or null if the token is not valid any more. */
    fun ofIdToken(token: String): Session? =
        sessions.find { !it.isRevoked && it.idTokens[token].let { end -> end != null && clock.now() < end } }

    private fun newAccessToken(
        session: Session,
        lifetime: Duration,
    ): String = "access-${++counter}".also { session.accessTokens[it] = clock.now() + lifetime }

    private fun newIdToken(
        session: Session,
        accessToken: String?,
        nonce: String?,
    ): String {
        val now = clock.now()
        val expiresAt = now + ID_TOKEN_LIFETIME
        return key.idToken(issuer, session, accessToken, now, expiresAt, nonce).also { session.idTokens[it] = expiresAt }
    }

    private fun newRefreshToken(session: Session) {
        session.refreshToken = "refresh-${++counter}"
        session.refreshExpiresAt = settings.refreshTokenLifetime?.let { clock.now() + it }
    }

    private fun tokens(
        session: Session,
        lifetime: Duration,
        nonce: String?,
        includesRefreshToken: Boolean = true,
    ): IssuedTokens {
        val now = clock.now()
        val accessToken = newAccessToken(session, lifetime)
        val hasIdToken = session.hasUser && "openid" in session.scope.orEmpty().split(' ')
        return IssuedTokens(
            accessToken,
            now,
            now + lifetime,
            session.scope,
            session.refreshToken.takeIf { includesRefreshToken },
            session.refreshExpiresAt.takeIf { includesRefreshToken },
            if (hasIdToken) newIdToken(session, accessToken, nonce) else null,
        )
    }

    private companion object {
        val ID_TOKEN_LIFETIME: Duration = Duration.parse("5m")
    }
}
