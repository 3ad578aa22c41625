package io.github.oidcauth.internal.jose

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** Creates and verifies signatures of octets. The caller has checked that keys fit the algorithm. Thread-safe. */
internal interface Signatures {
    /**
     * Signs [input].
     *
     * @throws InvalidConfigException when the key is not valid.
     */
    fun sign(
        input: ByteArray,
        key: Jwk,
        algorithm: JwsAlgorithm,
    ): ByteArray

    /** Returns whether [signature] is a valid signature of [input]. Never throws; returns false when it cannot be verified. */
    fun verifies(
        signature: ByteArray,
        input: ByteArray,
        key: Jwk,
        algorithm: JwsAlgorithm,
    ): Boolean
}
