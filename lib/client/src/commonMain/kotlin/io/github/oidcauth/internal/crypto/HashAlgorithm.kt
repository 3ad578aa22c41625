package io.github.oidcauth.internal.crypto

/** The hash functions of JWS (RFC 7518 §3.1). */
internal enum class HashAlgorithm(
    val bytes: Int,
) {
    SHA256(32),
    SHA384(48),
    SHA512(64),
}
