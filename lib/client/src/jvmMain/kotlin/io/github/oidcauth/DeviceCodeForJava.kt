package io.github.oidcauth

import io.github.oidcauth.internal.json.toPlainMap
import java.time.Instant
import kotlin.time.toJavaInstant

/** The members of [DeviceCode] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface DeviceCodeForJava {
    /** Returns [DeviceCode.expiresAt]. */
    public fun getExpiresAt(): Instant = code.expiresAt.toJavaInstant()

    /** Returns [DeviceCode.extra] as maps, lists, strings, booleans, numbers and null. They may be secret. */
    public fun getExtra(): Map<String, Any?> = code.extra.toPlainMap()

    private val code: DeviceCode get() =
        when (this) {
            is DeviceCode -> this
        }
}
