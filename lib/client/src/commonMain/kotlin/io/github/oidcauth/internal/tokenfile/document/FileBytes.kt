package io.github.oidcauth.internal.tokenfile.document

/** The bytes of a file, wherever they are. What is asked for lies within [size]. */
internal interface FileBytes {
    val size: Int

    /** Returns the byte at the index [at]. */
    operator fun get(at: Int): Byte

    /** Whether [expected] stands at [at]. False for what would go beyond the end. */
    fun has(
        at: Int,
        expected: ByteArray,
    ): Boolean

    /** A copy of what stands from [start] up to [end]. */
    fun read(
        start: Int,
        end: Int,
    ): ByteArray
}
