package io.github.oidcauth.redis.internal

/**
 * Converts the keys of tokens to bytes in the names of Redis: UTF-8, in which half a surrogate pair has the three bytes that
 * UTF-8 would have for it if it were a character. So no two keys have the same bytes.
 */
internal object KeyText {
    private const val SURROGATE_LEAD = 0xED.toByte()
    private const val SURROGATE_SIZE = 3
    private const val CONTINUED = 0x3f
    private const val SIX = 6

    fun encode(text: String): ByteArray {
        if (text.none { it.isSurrogate() }) return text.encodeToByteArray()
        return text.codePoints().toArray().map(::encode).fold(ByteArray(0), ByteArray::plus)
    }

    /** Returns the text that [encode] converts to [bytes], or null if there is none. */
    fun decode(bytes: ByteArray): String? =
        try {
            var start = 0
            val text =
                buildString {
                    for (at in bytes.indices) {
                        if (!isSurrogate(bytes, at)) continue
                        append(bytes.decodeToString(start, at, throwOnInvalidSequence = true)).append(surrogate(bytes, at))
                        start = at + SURROGATE_SIZE
                    }
                    append(bytes.decodeToString(start, bytes.size, throwOnInvalidSequence = true))
                }
            text.takeIf { encode(it).contentEquals(bytes) }
        } catch (_: CharacterCodingException) {
            null
        }

    private fun encode(codePoint: Int): ByteArray {
        val isHalf = codePoint in Char.MIN_SURROGATE.code..Char.MAX_SURROGATE.code
        if (!isHalf) return String(Character.toChars(codePoint)).encodeToByteArray()
        return byteArrayOf(SURROGATE_LEAD, continued(codePoint shr SIX), continued(codePoint))
    }

    private fun continued(bits: Int): Byte = (0x80 or (bits and CONTINUED)).toByte()

    /**
     * Returns true for a surrogate: in valid UTF-8 the octet after 0xED is below 0xA0, and 0xED occurs only at the beginning
     * of a character.
     */
    private fun isSurrogate(
        bytes: ByteArray,
        at: Int,
    ): Boolean = bytes[at] == SURROGATE_LEAD && at + 2 < bytes.size && bytes[at + 1].toUByte() in 0xA0u..0xBFu

    private fun surrogate(
        bytes: ByteArray,
        at: Int,
    ): Char = (0xD000 or (bytes[at + 1].toInt() and CONTINUED shl SIX) or (bytes[at + 2].toInt() and CONTINUED)).toChar()
}
