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
    fun of(number: String?): FileDescriptor {
        val value = number?.toIntOrNull()?.takeIf { it > 0 } ?: return FileDescriptor.out
        return FileDescriptor().also { descriptor ->
            // The JDK has no other way to open a descriptor that the process was started with. The manifest opens the package
            // (Add-Opens).
            FileDescriptor::class.java.getDeclaredField("fd").also { it.isAccessible = true }.setInt(descriptor, value)
        }
    }
}
