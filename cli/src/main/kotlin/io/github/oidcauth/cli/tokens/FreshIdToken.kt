package io.github.oidcauth.cli.tokens

import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.tokenSource
import kotlin.time.Clock
import kotlin.time.Duration

/** Returns a token of [config] whose ID token has not expired. */
internal class FreshIdToken(
    private val config: Config,
    private val clock: Clock = Clock.System,
) {
    /**
     * Returns [token], or if its ID token has expired or soon will, the token of a refresh.
     *
     * @throws CommandFailure if there is no ID token, or the refresh brings none that is valid.
     * @throws io.github.oidcauth.AuthException if the refresh fails.
     */
    suspend fun of(token: Token): Token {
        if (token.idToken == null) throw CommandFailure(IdTokenText.MISSING)
        if (!IdTokenText.isExpired(token, clock.now(), config.minTtl)) return token
        val refreshed = tokenSource(config).token(rejected = token)
        // A token that lives shorter than the minimum is the best that the server has.
        if (IdTokenText.isExpired(refreshed, clock.now(), Duration.ZERO)) throw CommandFailure(EXPIRED, ExitCode.LOGIN_REQUIRED)
        return refreshed
    }

    private companion object {
        const val EXPIRED =
            "The ID token has expired, and the refresh brought no new one. Log in again: oidc-auth login HOST --force."
    }
}
