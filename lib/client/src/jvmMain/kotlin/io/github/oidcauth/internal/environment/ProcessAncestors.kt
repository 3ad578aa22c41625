package io.github.oidcauth.internal.environment

/** The process ids of this process's living ancestors, the parent first. Asked for one by one, and anew each time. */
internal object ProcessAncestors : Sequence<Long> {
    override fun iterator(): Iterator<Long> =
        generateSequence(ProcessHandle.current().parent().orElse(null)) { it.parent().orElse(null) }
            .map { it.pid() }
            .iterator()
}
