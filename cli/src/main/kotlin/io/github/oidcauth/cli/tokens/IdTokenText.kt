package io.github.oidcauth.cli.tokens

import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Instant

/** The ID token of a token, and how long it may be accepted. */
internal object IdTokenText {
    const val MISSING: String =
        "The server issued no ID token. Log in with --scope openid (and the other scopes that you need) to get one."

    /** Returns true if the ID token of [token] will have expired [minTtl] after [now]; one without a readable expiry has not. */
    fun isExpired(
        token: Token,
        now: Instant,
        minTtl: Duration,
    ): Boolean = token.idTokenClaims?.let { ClaimTimes.timeIn(it, "exp") }?.let { it <= now + minTtl } ?: false
}
