package io.github.oidcauth.internal.store

import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** An entry this close to its end is not worth keeping. The Python client takes the same. */
internal val STALE_BEFORE_END: Duration = 30.seconds

/**
 * Whether nothing in this token is of use any more: the access token is over, and so is the refresh token, if there is one.
 * What does not say when it ends is never over.
 */
internal fun Token.isStale(now: Instant): Boolean = staleAt.let { it != null && now >= it }

/** From when on this token [isStale], or null when it never is. */
internal val Token.staleAt: Instant?
    get() {
        val accessEnd = expiresAt ?: return null
        val end = if (refreshToken == null) accessEnd else maxOf(accessEnd, refreshExpiresAt ?: return null)
        return end - STALE_BEFORE_END
    }
