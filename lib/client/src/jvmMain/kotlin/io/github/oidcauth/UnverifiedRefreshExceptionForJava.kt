package io.github.oidcauth

import java.time.Instant
import kotlin.time.toJavaInstant

/** The members of [UnverifiedRefreshException] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface UnverifiedRefreshExceptionForJava {
    /** Returns [UnverifiedRefreshException.refreshExpiresAt]. */
    public fun getRefreshExpiresAt(): Instant? = failure.refreshExpiresAt?.toJavaInstant()

    private val failure: UnverifiedRefreshException get() =
        when (this) {
            is UnverifiedRefreshException -> this
        }
}
