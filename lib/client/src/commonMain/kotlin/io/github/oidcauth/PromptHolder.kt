package io.github.oidcauth

import io.github.oidcauth.internal.text.printable
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic
import kotlin.time.Instant

/**
 * The process that is asking its user to log in, as the processes that wait for it show it. Each part may be unknown.
 * Immutable.
 */
public class PromptHolder
    internal constructor(
        /** The time at which it took the lock, by the clock of its machine, or null. */
        @get:JvmSynthetic
        public val since: Instant?,
        /** The process id on its machine, or null. */
        public val processId: Long?,
        /** The name of its machine, or null. It is untrusted text: do not render it as markup. */
        public val host: String?,
    ) : PromptHolderForJava() {
        /** Describes the process [processId] on the machine [host], each if it is known. */
        @JvmOverloads
        public constructor(processId: Long? = null, host: String? = null) : this(since = null, processId, host)

        override fun equals(other: Any?): Boolean =
            other is PromptHolder && processId == other.processId && host == other.host && since == other.since

        override fun hashCode(): Int = listOf(processId, host, since).hashCode()

        /** Returns a description for the middle of a sentence, such as `process 4711 on node3`. */
        override fun toString(): String {
            val process = processId?.let { "process $it" } ?: "another process"
            return host?.let { "$process on ${it.printable(MAX_HOST)}" } ?: process
        }
    }

/** Describes the process [processId] on the machine [host], which took the lock at [since], each if it is known. */
@JvmSynthetic
public fun PromptHolder(
    processId: Long? = null,
    host: String? = null,
    since: Instant?,
): PromptHolder = PromptHolder(since, processId, host)

private const val MAX_HOST = 100
