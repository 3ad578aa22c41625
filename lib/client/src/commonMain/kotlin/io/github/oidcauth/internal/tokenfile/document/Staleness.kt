package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** The time before its end at which an entry counts as stale. The Python client uses the same time. */
internal val STALE_BEFORE_END: Duration = 30.seconds

/** 9999-12-31T23:59:59Z, written for an unknown expiry. */
internal const val END_UNKNOWN: Long = 253_402_300_799L

/**
 * Returns the time from which [token] is of no use: the later of the expiry of the access token and the expiry of the refresh
 * token. Returns null if one of them is not known.
 */
internal fun endOf(token: Token): Instant? {
    val accessEnd = token.expiresAt ?: return null
    return if (token.refreshToken == null) accessEnd else maxOf(accessEnd, token.refreshExpiresAt ?: return null)
}

/** @see Token.staleAt */
internal fun Token.isStale(now: Instant): Boolean = staleAt.let { it != null && now >= it }

/** The time from which an encrypted token is stale, by its unencrypted expiry, or null for never. */
internal val EncryptedToken.staleAt: Instant? get() = expiresAt?.let { it - STALE_BEFORE_END }
