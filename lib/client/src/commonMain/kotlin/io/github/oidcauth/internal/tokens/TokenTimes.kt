package io.github.oidcauth.internal.tokens

import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Instant

/** The times of a token, and the rules for its use that follow from them. */
internal class TokenTimes(
    /** The time at which the access token expires, or null if it is not known. */
    val expiresAt: Instant?,
    /** The lifetime of the access token from its receipt, or null if it is not known. */
    val lifetime: Duration?,
    val hasRefreshToken: Boolean,
    /** The time at which the refresh token expires, or null if it is not known. */
    val refreshExpiresAt: Instant?,
) {
    /**
     * The time from which the token is of no use: the later of the expiry of the access token and the expiry of the refresh
     * token. Null if one of them is not known.
     */
    val end: Instant?
        get() {
            val accessEnd = expiresAt ?: return null
            return if (hasRefreshToken) maxOf(accessEnd, refreshExpiresAt ?: return null) else accessEnd
        }

    /**
     * Returns true if the server's tokens are known to have a lifetime of at most [minTtl], so that none of them is valid for that
     * long.
     */
    fun livesAtMost(minTtl: Duration): Boolean = lifetime != null && lifetime <= minTtl

    /**
     * Returns true if the token is valid for at least [minTtl] after [now], or, if no token of the server would be, for more than
     * half of its lifetime. Half is a compromise: a refresh with every call would not lead to longer lifetimes, and a refresh at
     * the very end would return tokens that expire on their way to the API.
     *
     * The exception is for tokens that can be refreshed and whose response named a lifetime.
     */
    fun isGood(
        now: Instant,
        minTtl: Duration,
    ): Boolean {
        val isRelaxed = lifetime != null && livesAtMost(minTtl) && hasRefreshToken
        return expiresAt.isAhead(now, if (isRelaxed) lifetime / 2 else minTtl)
    }
}

/** The times of this token. */
internal val Token.times: TokenTimes get() = TokenTimes(expiresAt, lifetime, refreshToken != null, refreshExpiresAt)
