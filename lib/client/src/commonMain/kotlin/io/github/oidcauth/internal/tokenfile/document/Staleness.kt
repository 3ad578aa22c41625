package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.Token
import io.github.oidcauth.internal.tokens.TokenTimes
import io.github.oidcauth.internal.tokens.times
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** The time before its end at which an entry counts as stale. The Python client uses the same time. */
internal val STALE_BEFORE_END: Duration = 30.seconds

/** 9999-12-31T23:59:59Z, written for an unknown expiry. */
internal const val END_UNKNOWN: Long = 253_402_300_799L

/** @see TokenTimes.end */
internal fun endOf(token: Token): Instant? = token.times.end

/** @see Token.staleAt */
internal val TokenTimes.staleAt: Instant? get() = end?.let { it - STALE_BEFORE_END }

/** Returns true if a token with these times is stale at [now]. */
internal fun TokenTimes.isStale(now: Instant): Boolean = staleAt.let { it != null && now >= it }

/** @see Token.staleAt */
internal fun Token.isStale(now: Instant): Boolean = staleAt.let { it != null && now >= it }

/** The time from which an encrypted token is stale, by its unencrypted expiry, or null for never. */
internal val EncryptedToken.staleAt: Instant? get() = expiresAt?.let { it - STALE_BEFORE_END }
