package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toJavaDuration

/** The members of [PollingJob] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface PollingJobForJava {
    /** Returns [PollingJob.nextAttemptIn]. */
    public fun getNextAttemptIn(): Duration = job.nextAttemptIn.toJavaDuration()

    private val job: PollingJob get() =
        when (this) {
            is PollingJob -> this
        }
}
