package io.github.oidcauth.internal.crypto

/** Octets that nobody can guess. Thread-safe. */
internal fun interface RandomSource {
    fun bytes(count: Int): ByteArray

    /** [count] octets as base64url text. 32 of them make the 43 characters that RFC 7636 §4.1 recommends. */
    fun base64Url(count: Int): String = Base64Url.encode(bytes(count))
}
