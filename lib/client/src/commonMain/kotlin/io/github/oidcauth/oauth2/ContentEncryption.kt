package io.github.oidcauth.oauth2

import kotlin.jvm.JvmStatic

/** The algorithm that encrypts the content of a JWT (RFC 7518 §5.1). All of them also detect changes. */
public enum class ContentEncryption(
    /** The name in headers and metadata. */
    public val identifier: String,
    /** Bits of the key. */
    internal val keyBits: Int,
) {
    /** AES-128 in CBC mode with HMAC SHA-256. */
    A128CBC_HS256("A128CBC-HS256", 256),

    /** AES-192 in CBC mode with HMAC SHA-384. */
    A192CBC_HS384("A192CBC-HS384", 384),

    /** AES-256 in CBC mode with HMAC SHA-512. */
    A256CBC_HS512("A256CBC-HS512", 512),

    /** AES-128 in Galois/Counter mode. */
    A128GCM("A128GCM", 128),

    /** AES-192 in Galois/Counter mode. */
    A192GCM("A192GCM", 192),

    /** AES-256 in Galois/Counter mode. */
    A256GCM("A256GCM", 256),
    ;

    public companion object {
        /** Returns the encryption with exactly the name [identifier], or null. */
        @JvmStatic
        public fun find(identifier: String): ContentEncryption? = entries.find { it.identifier == identifier }
    }
}
