// Tested by FacadeFromJavaTest.
package io.github.oidcauth

import io.github.oidcauth.internal.json.toPlainMap
import java.time.Duration
import java.time.Instant
import kotlin.time.Clock
import kotlin.time.toJavaDuration
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinDuration
import kotlin.time.toKotlinInstant

/** The members of [Token] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface TokenForJava {
    /** Returns [Token.expiresAt]. */
    public fun getExpiresAt(): Instant? = token.expiresAt?.toJavaInstant()

    /** Returns [Token.refreshExpiresAt]. */
    public fun getRefreshExpiresAt(): Instant? = token.refreshExpiresAt?.toJavaInstant()

    /** Returns [Token.staleAt]. */
    public fun getStaleAt(): Instant? = token.staleAt?.toJavaInstant()

    /** Returns [Token.extra] as maps, lists, strings, booleans, numbers and null. They may be secret. */
    public fun getExtra(): Map<String, Any?> = token.extra.toPlainMap()

    /** Returns [Token.idTokenClaims] as maps, lists, strings, booleans, numbers and null; null if there are none. */
    public fun getIdTokenClaims(): Map<String, Any?>? = token.idTokenClaims?.toPlainMap()

    /** Returns true if the access token will still be valid a minute after [now]. See [Token.isUsable]. */
    public fun isUsable(now: Instant): Boolean = token.isUsable(now.toKotlinInstant())

    /** Returns true if the access token will still be valid [leeway] after [now]. See [Token.isUsable]. */
    public fun isUsable(
        now: Instant,
        leeway: Duration,
    ): Boolean = token.isUsable(now.toKotlinInstant(), leeway.toKotlinDuration())

    /** Returns true if the access token has expired. See [Token.isExpired]. */
    public fun isExpired(): Boolean = token.isExpired(leeway = kotlin.time.Duration.ZERO)

    /** Returns true if the access token will have expired in [leeway]. See [Token.isExpired]. */
    public fun isExpired(leeway: Duration): Boolean = token.isExpired(leeway.toKotlinDuration())

    /** Returns true if the access token will have expired [leeway] after [now]. See [Token.isExpired]. */
    public fun isExpired(
        leeway: Duration,
        now: Instant,
    ): Boolean = token.isExpired(leeway.toKotlinDuration(), now.toKotlinInstant())

    /** Returns the time until the access token expires: zero if it has expired, null if that is not known. */
    public fun getExpiresIn(): Duration? = token.expiresIn(Clock.System.now())?.toJavaDuration()

    /** Returns the time from [now] until the access token expires. See [Token.expiresIn]. */
    public fun expiresIn(now: Instant): Duration? = token.expiresIn(now.toKotlinInstant())?.toJavaDuration()

    private val token: Token get() =
        when (this) {
            is Token -> this
        }
}
