package io.github.oidcauth

import io.github.oidcauth.internal.versions.requireFittingVersions
import java.time.Instant
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinInstant

/** The members of [PromptHolder] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed class PromptHolderForJava {
    /** Returns [PromptHolder.since]. */
    public fun getSince(): Instant? = holder.since?.toJavaInstant()

    private val holder: PromptHolder get() =
        when (this) {
            is PromptHolder -> this
        }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** Describes the process [processId] on the machine [host], which took the lock at [since], each if it is known. */
        @JvmStatic
        public fun of(
            processId: Long?,
            host: String?,
            since: Instant?,
        ): PromptHolder = PromptHolder(since?.toKotlinInstant(), processId, host)
    }
}
