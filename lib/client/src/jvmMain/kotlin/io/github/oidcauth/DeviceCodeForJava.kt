package io.github.oidcauth

import io.github.oidcauth.internal.json.toPlainMap
import java.time.Duration
import java.time.Instant
import kotlin.time.toJavaDuration
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinDuration
import kotlin.time.toKotlinInstant

/** The members of [DeviceCode] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface DeviceCodeForJava {
    /** Returns [DeviceCode.expiresAt]. */
    public fun getExpiresAt(): Instant = code.expiresAt.toJavaInstant()

    /** Returns the time until it expires: zero if it has expired. See [DeviceCode.expiresIn]. */
    public fun getExpiresIn(): Duration = code.expiresIn().toJavaDuration()

    /** Returns the time from [now] until it expires: zero if it has expired. See [DeviceCode.expiresIn]. */
    public fun expiresIn(now: Instant): Duration = code.expiresIn(now.toKotlinInstant()).toJavaDuration()

    /** Returns true if it has expired. See [DeviceCode.isExpired]. */
    public fun isExpired(): Boolean = code.isExpired(leeway = kotlin.time.Duration.ZERO)

    /** Returns true if it will have expired [leeway] from now. See [DeviceCode.isExpired]. */
    public fun isExpired(leeway: Duration): Boolean = code.isExpired(leeway.toKotlinDuration())

    /** Returns true if it will have expired [leeway] after [now]. See [DeviceCode.isExpired]. */
    public fun isExpired(
        leeway: Duration,
        now: Instant,
    ): Boolean = code.isExpired(leeway.toKotlinDuration(), now.toKotlinInstant())

    /** Returns [DeviceCode.extra] as maps, lists, strings, booleans, numbers and null. They may be secret. */
    public fun getExtra(): Map<String, Any?> = code.extra.toPlainMap()

    private val code: DeviceCode get() =
        when (this) {
            is DeviceCode -> this
        }
}
