package io.github.oidcauth

import io.github.oidcauth.internal.json.toPlainMap
import java.time.Duration
import java.time.Instant
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

    /** Returns true if the access token will still be valid a minute after [now]. See [Token.isUsable]. */
    public fun isUsable(now: Instant): Boolean = token.isUsable(now.toKotlinInstant())

    /** Returns true if the access token will still be valid [leeway] after [now]. See [Token.isUsable]. */
    public fun isUsable(
        now: Instant,
        leeway: Duration,
    ): Boolean = token.isUsable(now.toKotlinInstant(), leeway.toKotlinDuration())

    private val token: Token get() =
        when (this) {
            is Token -> this
        }
}
