package io.github.oidcauth.internal.tokenfile.document

/** The bytes of a file, in memory or not. Indexes must be within [size]. */
internal interface FileBytes {
    val size: Int

    /** Returns the byte at the index [at]. */
    operator fun get(at: Int): Byte

    /** Returns true if [expected] is at [at]. False for what would go beyond the end. */
    fun has(
        at: Int,
        expected: ByteArray,
    ): Boolean

    /** Returns a copy of the bytes from [start] up to [end]. */
    fun read(
        start: Int,
        end: Int,
    ): ByteArray
}
