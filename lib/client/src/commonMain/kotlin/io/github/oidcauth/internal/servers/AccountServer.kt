package io.github.oidcauth.internal.servers

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.WrongAccountException
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.responses.PollResult

/**
 * A server whose tokens are those of one account: every token that it returns has been checked by the [rule], so that no token of
 * another user is stored.
 */
internal class AccountServer(
    private val server: LoginServer,
    private val rule: AccountRule,
    /** Returns the stored token of the account, or null. */
    private val stored: suspend () -> Token?,
) : LoginServer by server {
    override suspend fun pollOnce(
        deviceCode: String,
        codeVerifier: String?,
    ): PollResult {
        val result = server.pollOnce(deviceCode, codeVerifier)
        if (result !is PollResult.Granted) return result
        return try {
            PollResult.Granted(rule.check(result.token, storedOrNull()))
        } catch (e: WrongAccountException) {
            PollResult.Refused(e)
        }
    }

    override suspend fun redeem(callback: ValidatedCallback): Token = rule.check(server.redeem(callback), storedOrNull())

    override suspend fun refresh(
        refreshToken: String,
        current: Token?,
    ): Token {
        val token =
            try {
                server.refresh(refreshToken, current)
            } catch (e: InvalidResponseException) {
                throw e.otherSubject?.let(rule::otherSubject) ?: e
            }
        // Servers may leave out the ID token in a refresh (OpenID Connect Core 1.0 §12.2).
        if (token.idToken == null) return token
        return rule.check(token, current ?: storedOrNull())
    }

    /** A store that cannot be read has no token to compare with. The token of the login can hardly be stored there either. */
    private suspend fun storedOrNull(): Token? =
        try {
            stored()
        } catch (_: AuthException) {
            null
        }
}
