// Tested by PathTextTest and PathSegmentsTest.
package io.github.oidcauth.internal.api

/** Percent-encoding (RFC 3986 §2.1). Pure. */
internal object PercentEncoding {
    private const val UNRESERVED_MARKS = "-._~"
    private const val HEX = "0123456789ABCDEF"
    private const val OCTET = 0xff
    private const val NIBBLE_BITS = 4
    private const val NIBBLE = 0x0f
    private const val HEX_RADIX = 16
    private const val TRIPLET = 3

    /** Returns true for the characters that no server gives a meaning of its own (RFC 3986 §2.3). */
    fun isUnreserved(c: Char): Boolean = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c in UNRESERVED_MARKS

    /** Returns [text] with the octets of its UTF-8 form encoded, except for the characters that [isKept] accepts. */
    inline fun encode(
        text: String,
        isKept: (Char) -> Boolean,
    ): String =
        buildString(text.length) {
            text.encodeToByteArray().forEach { octet ->
                val c = (octet.toInt() and OCTET).toChar()
                if (octet >= 0 && isKept(c)) append(c) else appendTriplet(octet.toInt() and OCTET)
            }
        }

    /** Returns [text] with everything encoded that [isKept] does not accept; what is encoded already stays as it is. */
    inline fun complete(
        text: String,
        isKept: (Char) -> Boolean,
    ): String {
        val octets = text.encodeToByteArray().decodeLatin1()
        return buildString(octets.length) {
            octets.forEachIndexed { at, c ->
                val isTriplet = c == '%' && tripletAt(octets, at) >= 0
                if (isTriplet || (c.code < ASCII_END && isKept(c))) append(c) else appendTriplet(c.code)
            }
        }
    }

    /** Returns [text] with each encoded octet in place of its three characters, as one character from 0 to 255. */
    fun decodeOnce(text: String): String =
        buildString(text.length) {
            var at = 0
            while (at < text.length) {
                val octet = if (text[at] == '%') tripletAt(text, at) else -1
                append(if (octet < 0) text[at] else octet.toChar())
                at += if (octet < 0) 1 else TRIPLET
            }
        }

    /** Returns the octet that is encoded at [at], or -1. */
    fun tripletAt(
        text: String,
        at: Int,
    ): Int {
        val high = text.getOrNull(at + 1)?.digitToIntOrNull(HEX_RADIX)?.takeIf { text[at + 1].code < ASCII_END } ?: return -1
        val low = text.getOrNull(at + 2)?.digitToIntOrNull(HEX_RADIX)?.takeIf { text[at + 2].code < ASCII_END } ?: return -1
        return (high shl NIBBLE_BITS) or low
    }

    fun StringBuilder.appendTriplet(octet: Int): StringBuilder =
        append('%').append(HEX[octet shr NIBBLE_BITS]).append(HEX[octet and NIBBLE])

    fun ByteArray.decodeLatin1(): String = buildString(size) {
        this@decodeLatin1.forEach { append((it.toInt() and OCTET).toChar()) }
    }

    const val ASCII_END: Int = 0x80
}
