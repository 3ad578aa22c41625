package io.github.oidcauth

import io.github.oidcauth.internal.text.printable
import kotlin.jvm.JvmOverloads
import kotlin.time.Instant

/**
 * The process that is asking its user to log in, as the processes that wait for it show it. Each part may be unknown.
 * Immutable.
 */
public class PromptHolder
    @JvmOverloads
    constructor(
        /** The process id on its machine, or null. */
        public val processId: Long? = null,
        /** The name of its machine, or null. It is untrusted text: do not render it as markup. */
        public val host: String? = null,
        /** The time at which it took the lock, by the clock of its machine, or null. */
        public val since: Instant? = null,
    ) {
        override fun equals(other: Any?): Boolean =
            other is PromptHolder && processId == other.processId && host == other.host && since == other.since

        override fun hashCode(): Int = listOf(processId, host, since).hashCode()

        /** Returns a description for the middle of a sentence, such as `process 4711 on node3`. */
        override fun toString(): String {
            val process = processId?.let { "process $it" } ?: "another process"
            return host?.let { "$process on ${it.printable(MAX_HOST)}" } ?: process
        }
    }

private const val MAX_HOST = 100
