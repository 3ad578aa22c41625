package io.github.oidcauth.internal.crypto

/** A source of unpredictable octets. Thread-safe. */
internal fun interface RandomSource {
    fun bytes(count: Int): ByteArray

    /** Returns [count] random octets as base64url text. 32 octets make the 43 characters that RFC 7636 §4.1 recommends. */
    fun base64Url(count: Int): String = Base64Url.encode(bytes(count))

    /** Returns a number from 0 to 1, of 65,536 different ones. */
    fun fraction(): Double = bytes(2).fold(0) { sum, octet -> (sum shl OCTET) + octet.toUByte().toInt() } / LARGEST

    private companion object {
        const val OCTET = 8
        const val LARGEST = 65_535.0
    }
}
