package io.github.oidcauth.internal.crypto

import io.github.oidcauth.oauth2.JwsAlgorithm

/** `at_hash`, `c_hash` and `s_hash` of ID tokens (OpenID Connect Core §3.1.3.6, §3.3.2.11, FAPI 1.0 Part 2 §5.1). */
internal object TokenHash {
    /**
     * The left half of the hash of [value] with the hash function of [algorithm], that of the ID token's signature. For EdDSA with Ed25519 this is
     * SHA-512, which that signature uses (RFC 8032 §5.1).
     */
    fun of(
        value: String,
        algorithm: JwsAlgorithm,
        digest: Digest,
    ): String {
        val hash = digest.hash(algorithm.hash, value.encodeToByteArray())
        return Base64Url.encode(hash.copyOf(hash.size / 2))
    }
}
