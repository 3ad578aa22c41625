package io.github.oidcauth.internal.crypto

/** The hash functions of FIPS 180-4. Thread-safe. */
internal interface Digest {
    fun sha256(bytes: ByteArray): ByteArray

    fun sha384(bytes: ByteArray): ByteArray

    fun sha512(bytes: ByteArray): ByteArray

    fun hash(
        algorithm: HashAlgorithm,
        bytes: ByteArray,
    ): ByteArray =
        when (algorithm) {
            HashAlgorithm.SHA256 -> sha256(bytes)
            HashAlgorithm.SHA384 -> sha384(bytes)
            HashAlgorithm.SHA512 -> sha512(bytes)
        }
}
