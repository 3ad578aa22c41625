package io.github.oidcauth.internal.tokens

import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Instant

/**
 * Returns true if the server's tokens are known to have a lifetime of at most [minTtl], so that none of them is valid for that
 * long.
 */
internal fun Token.livesAtMost(minTtl: Duration): Boolean = lifetime.let { it != null && it <= minTtl }

/**
 * Returns true if this token is valid for at least [minTtl] after [now], or, if no token of the server would be, for more than
 * half of its lifetime. Half is a compromise: a refresh with every call would not lead to longer lifetimes, and a refresh at the
 * very end would return tokens that expire on their way to the API.
 *
 * The exception is for tokens that can be refreshed and whose response named a lifetime.
 */
internal fun Token.isGood(
    now: Instant,
    minTtl: Duration,
): Boolean {
    val life = lifetime
    val isRelaxed = life != null && livesAtMost(minTtl) && refreshToken != null
    return isUsable(now, if (isRelaxed) life / 2 else minTtl)
}
