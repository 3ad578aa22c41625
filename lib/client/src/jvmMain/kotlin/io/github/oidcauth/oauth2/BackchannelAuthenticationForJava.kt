package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.toPlainMap
import java.time.Duration
import java.time.Instant
import kotlin.time.toJavaDuration
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinDuration
import kotlin.time.toKotlinInstant

/** The members of [BackchannelAuthentication] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface BackchannelAuthenticationForJava {
    /** Returns [BackchannelAuthentication.expiresAt]. */
    public fun getExpiresAt(): Instant = authentication.expiresAt.toJavaInstant()

    /** Returns the time until it expires: zero if it has expired. See [BackchannelAuthentication.expiresIn]. */
    public fun getExpiresIn(): Duration = authentication.expiresIn().toJavaDuration()

    /** Returns the time from [now] until it expires: zero if it has expired. See [BackchannelAuthentication.expiresIn]. */
    public fun expiresIn(now: Instant): Duration = authentication.expiresIn(now.toKotlinInstant()).toJavaDuration()

    /** Returns true if it has expired. See [BackchannelAuthentication.isExpired]. */
    public fun isExpired(): Boolean = authentication.isExpired(leeway = kotlin.time.Duration.ZERO)

    /** Returns true if it will have expired [leeway] from now. See [BackchannelAuthentication.isExpired]. */
    public fun isExpired(leeway: Duration): Boolean = authentication.isExpired(leeway.toKotlinDuration())

    /** Returns true if it will have expired [leeway] after [now]. See [BackchannelAuthentication.isExpired]. */
    public fun isExpired(
        leeway: Duration,
        now: Instant,
    ): Boolean = authentication.isExpired(leeway.toKotlinDuration(), now.toKotlinInstant())

    /** Returns [BackchannelAuthentication.extra] as maps, lists, strings, booleans, numbers and null. They may be secret. */
    public fun getExtra(): Map<String, Any?> = authentication.extra.toPlainMap()

    private val authentication: BackchannelAuthentication get() =
        when (this) {
            is BackchannelAuthentication -> this
        }
}
