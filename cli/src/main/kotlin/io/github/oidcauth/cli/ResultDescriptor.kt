package io.github.oidcauth.cli

import java.io.FileDescriptor

/**
 * The descriptor of the stream for results. The launcher passes standard output on as another descriptor, because the JVM,
 * its agents and its options write to descriptor 1, where scripts expect only a token.
 */
internal object ResultDescriptor {
    /** The system property with the number. */
    const val PROPERTY: String = "oidcauth.result.descriptor"

    /** Returns the descriptor with the [number], or standard output if there is none. */
    fun of(number: String?): FileDescriptor =
        when (val value = number?.toIntOrNull()) {
            // The launcher has the result there for `token HOST`, and standard input elsewhere: see [StandardInput]. Java has this
            // descriptor open without reflection, which would take a fifth of the time of that command.
            0 -> FileDescriptor.`in`

            null, in Int.MIN_VALUE..-1 -> FileDescriptor.out

            else -> opened(value)
        }

    /**
     * Returns the descriptor that the process was started with. The JDK has no other way to open one. The manifest opens the
     * package (Add-Opens).
     */
    private fun opened(number: Int): FileDescriptor =
        FileDescriptor().also { descriptor ->
            FileDescriptor::class.java.getDeclaredField("fd").also { it.isAccessible = true }.setInt(descriptor, number)
        }
}
