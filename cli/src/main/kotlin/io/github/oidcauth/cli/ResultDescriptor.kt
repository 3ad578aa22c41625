package io.github.oidcauth.cli

import java.io.FileDescriptor

/**
 * The descriptor of the stream that results go to. The launcher passes standard output on as another one, because the JVM, its agents
 * and its options write to descriptor 1, where scripts expect nothing but a token.
 */
internal object ResultDescriptor {
    /** The system property with the number. */
    const val PROPERTY: String = "oidcauth.result.descriptor"

    /** Returns the descriptor with the [number], or standard output where there is none. */
    fun of(number: String?): FileDescriptor {
        val value = number?.toIntOrNull()?.takeIf { it > 0 } ?: return FileDescriptor.out
        return FileDescriptor().also { descriptor ->
            // The JDK has no other way to a descriptor that the process was started with. The manifest opens the package (Add-Opens).
            FileDescriptor::class.java.getDeclaredField("fd").also { it.isAccessible = true }.setInt(descriptor, value)
        }
    }
}
