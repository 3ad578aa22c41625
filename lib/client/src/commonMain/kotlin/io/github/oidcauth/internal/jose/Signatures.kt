package io.github.oidcauth.internal.jose

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** The cryptography of signatures, and nothing of JWTs. Keys fit the algorithm; the caller has seen to that. Thread-safe. */
internal interface Signatures {
    /** @throws InvalidConfigException when the key turns out to be none. */
    fun sign(
        input: ByteArray,
        key: Jwk,
        algorithm: JwsAlgorithm,
    ): ByteArray

    /** Total: what cannot be verified is not verified. */
    fun verifies(
        signature: ByteArray,
        input: ByteArray,
        key: Jwk,
        algorithm: JwsAlgorithm,
    ): Boolean
}
