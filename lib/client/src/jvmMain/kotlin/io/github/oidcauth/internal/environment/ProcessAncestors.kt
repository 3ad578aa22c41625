package io.github.oidcauth.internal.environment

/**
 * The process ids of the running ancestors of this process, the parent first. They are determined one by one, and anew each time.
 */
internal object ProcessAncestors : Sequence<Long> {
    override fun iterator(): Iterator<Long> =
        generateSequence(ProcessHandle.current().parent().orElse(null)) { it.parent().orElse(null) }
            .map { it.pid() }
            .iterator()
}
