package io.github.oidcauth.sample.server.application

import java.time.Clock
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap

/** Issues one token of its own, as access and as refresh token, and keeps the provider's refresh token to itself. */
internal class Broker(
    private val provider: Provider,
    private val login: ProviderLogin,
    private val check: ProviderTokenCheck,
    private val tokens: BrokerTokens,
    private val lifetimes: Lifetimes,
    private val clock: Clock,
) : LoginMode {
    class Lifetimes(
        val afterDevice: Duration,
        val otherwise: Duration,
    )

    private class Session(
        val refreshToken: String,
        val expires: Long,
    )

    private val sessions = ConcurrentHashMap<String, Session>()

    override fun token(request: TokenRequest): Token =
        when {
            request.grantType == TOKEN_EXCHANGE && request.subjectToken != null -> {
                exchange(request.subjectToken)
            }

            request.refreshToken != null && request.code == null && request.deviceCode == null -> {
                refresh(request.refreshToken)
            }

            // A refresh token beside a code is ignored, and the code goes first.
            else -> {
                val lifetime = if (request.deviceCode != null) lifetimes.afterDevice else lifetimes.otherwise
                mint(login.token(request, "${tokens.issuer}/auth/v2/token"), lifetime)
            }
        }

    override fun user(token: String): UserInfo {
        val claims =
            try {
                tokens.verify(token)
            } catch (rejected: BrokerTokenRejected) {
                throw InvalidRequest(401, "Invalid token: ${rejected.reason}")
            }
        if (tokens.hasExpired(claims)) throw InvalidRequest(401, "Token has expired.")
        return UserInfo.from(claims.claims) ?: throw InvalidRequest(404, "")
    }

    private fun refresh(token: String): Token {
        val id =
            try {
                tokens.verify(token).jwtid
            } catch (rejected: BrokerTokenRejected) {
                throw InvalidRequest(401, "Invalid refresh token: ${rejected.reason}")
            }
        // Taken out before the provider is asked, as py-oidc-auth does: a refresh that fails upstream ends the session.
        val session = sessions.remove(id)?.takeIf { it.expires >= clock.instant().epochSecond }
        val refreshToken =
            session?.refreshToken ?: throw InvalidRequest(401, "Session expired or not found. Please re-authenticate.")
        if (refreshToken.isEmpty()) throw InvalidRequest(400, "Missing (device) code or refresh_token")
        return mint(login.refresh(refreshToken), lifetimes.otherwise)
    }

    private fun mint(
        fromProvider: Token,
        lifetime: Duration,
    ): Token {
        val claims = check.claims(fromProvider.accessToken).claims
        val user = UserInfo.from(userinfo(fromProvider.accessToken)) ?: UserInfo.from(claims) ?: throw InvalidRequest(404, "")
        val (token, id) = tokens.mint(user, lifetime)
        sessions[id] = Session(fromProvider.refreshToken.orEmpty(), fromProvider.refreshExpires ?: 0)
        return Token(token, "Bearer", expiry(lifetime), token, fromProvider.refreshExpires, fromProvider.scope)
    }

    /** Token exchange (RFC 8693 §2.1): an access token of the provider for one of the broker, without a session to refresh. */
    private fun exchange(subjectToken: String): Token {
        val claims = check.claims(subjectToken)
        val user = UserInfo.from(claims.claims) ?: throw InvalidRequest(404, "")
        val (token, id) = tokens.mint(user, EXCHANGED)
        sessions[id] = Session("", claims.expirationTime?.toInstant()?.epochSecond ?: expiry(EXCHANGED))
        return Token(token, "Bearer", expiry(EXCHANGED), token, expiry(EXCHANGED), "openid profile email")
    }

    private fun userinfo(accessToken: String) =
        try {
            provider.get("userinfo_endpoint", "Bearer $accessToken")
        } catch (_: InvalidRequest) {
            emptyMap()
        }

    private fun expiry(lifetime: Duration) = (clock.instant() + lifetime).epochSecond

    private companion object {
        const val TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
        val EXCHANGED: Duration = Duration.ofHours(1)
    }
}
