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
internal fun Token.isStale(now: Instant): Boolean {
    val accessEnd = expiresAt ?: return false
    val end = if (refreshToken == null) accessEnd else maxOf(accessEnd, refreshExpiresAt ?: return false)
    return now >= end - STALE_BEFORE_END
}
