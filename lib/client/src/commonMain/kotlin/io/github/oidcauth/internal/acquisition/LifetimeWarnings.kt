// Tested by ShortLivedTokensTest.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.interaction.WarnOnce
import io.github.oidcauth.internal.interaction.Warnings
import io.github.oidcauth.internal.tokens.livesAtMost
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant

/**
 * Warns of tokens whose lifetime or expiry indicates a mistake in the configuration or in a clock, once for each key in a
 * process.
 */
internal class LifetimeWarnings(
    private val key: TokenKey,
    private val minTtl: Duration,
    private val clock: Clock,
    private val shared: SharedState,
    warn: suspend (String) -> Unit,
) {
    private val warnings by lazy { Warnings(warn) }

    /** Returns [token], which is about to be returned to the program, after the checks. */
    suspend fun check(token: Token): Token {
        val now = clock.now()
        val isExpired = !token.isUsable(now, leeway = Duration.ZERO)
        if (isExpired) {
            tell(WarnOnce.Warning.EXPIRED_ON_ARRIVAL) { expiredMessage(token, now) }
        } else if (isMinTtlSet && token.livesAtMost(minTtl)) {
            tell(WarnOnce.Warning.SHORT_LIVED_TOKENS) { shortLivedMessage(token) }
        }
        return token
    }

    /**
     * True if the program has set a value for minTtl. With the default there is no warning about short lifetimes, even if the
     * program has set the default value.
     */
    private val isMinTtlSet get() = minTtl != Token.EXPIRY_LEEWAY

    private suspend fun tell(
        warning: WarnOnce.Warning,
        message: () -> String,
    ) {
        if (shared.warnOnce.isFirst(key, warning)) warnings.tell(message())
    }

    private fun shortLivedMessage(token: Token): String {
        val end = if (token.refreshToken == null) "it is about to expire" else "half of that has passed"
        return "Tokens for $key live for ${token.lifetime}, and minTtl (--min-ttl) is $minTtl. Each is used until $end. " +
            "Set a shorter minTtl, or have the server issue tokens that live longer."
    }

    private fun expiredMessage(
        token: Token,
        now: Instant,
    ): String =
        "The new token for $key is of no use: it expires at ${token.expiresAt}, and the clock of this machine says " +
            "${Instant.fromEpochSeconds(now.epochSeconds)}. Set the clock of this machine, or have the server's clock checked."
}
