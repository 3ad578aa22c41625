package io.github.oidcauth.internal.crypto

import io.github.oidcauth.oauth2.JwsAlgorithm

/** Computes `at_hash`, `c_hash` and `s_hash` of ID tokens (OpenID Connect Core §3.1.3.6, §3.3.2.11, FAPI 1.0 Part 2 §5.1). */
internal object TokenHash {
    /**
     * Returns the left half of the hash of [value]. The hash function is that of [algorithm], the signature algorithm of the ID
     * token. For EdDSA with Ed25519 it is SHA-512, which that signature uses (RFC 8032 §5.1).
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
