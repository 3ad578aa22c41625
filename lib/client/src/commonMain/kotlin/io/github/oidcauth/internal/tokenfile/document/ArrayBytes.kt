package io.github.oidcauth.internal.tokenfile.document

/** The bytes of a file that is completely in memory. */
internal class ArrayBytes(
    private val bytes: ByteArray,
) : FileBytes {
    override val size: Int get() = bytes.size

    override fun get(at: Int): Byte = bytes[at]

    override fun has(
        at: Int,
        expected: ByteArray,
    ): Boolean {
        if (at < 0 || expected.size > size - at) return false
        for (i in expected.indices) {
            if (bytes[at + i] != expected[i]) return false
        }
        return true
    }

    override fun read(
        start: Int,
        end: Int,
    ): ByteArray = bytes.copyOfRange(start, end)
}
