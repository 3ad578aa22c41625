package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** An entry this close to its end is not worth keeping. The Python client takes the same. */
internal val STALE_BEFORE_END: Duration = 30.seconds

/** 9999-12-31T23:59:59Z, written for an end that is not known. */
internal const val END_UNKNOWN: Long = 253_402_300_799L

/** When nothing in [token] is of use any more: the later of its ends, or null when one of those that count is not known. */
internal fun endOf(token: Token): Instant? {
    val accessEnd = token.expiresAt ?: return null
    return if (token.refreshToken == null) accessEnd else maxOf(accessEnd, token.refreshExpiresAt ?: return null)
}

/** @see Token.staleAt */
internal fun Token.isStale(now: Instant): Boolean = staleAt.let { it != null && now >= it }

/** The same, by what an encrypted token says of itself. */
internal val EncryptedToken.staleAt: Instant? get() = expiresAt?.let { it - STALE_BEFORE_END }
