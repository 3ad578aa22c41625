package io.github.oidcauth.internal.tokens

import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Instant

/** True if the server's tokens are known to live no longer than [minTtl], so that none of them has that long to live. */
internal fun Token.livesAtMost(minTtl: Duration): Boolean = lifetime.let { it != null && it <= minTtl }

/**
 * True if this token has [minTtl] to live after [now], or, where no token of the server would, more than half of its life. Half: a
 * refresh by every call would not bring more than the server gives, and one at the very end would hand out tokens that expire on the
 * way to the API.
 *
 * That is for tokens that can be refreshed, whose response said how long they live.
 */
internal fun Token.isGood(
    now: Instant,
    minTtl: Duration,
): Boolean {
    val life = lifetime
    val isRelaxed = life != null && livesAtMost(minTtl) && refreshToken != null
    return isUsable(now, if (isRelaxed) life / 2 else minTtl)
}
