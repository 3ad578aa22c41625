package io.github.oidcauth.internal.keys

import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** Generates keys and computes their thumbprints. Thread-safe. */
internal interface KeyTool {
    /** Returns a new key for [algorithm], with its private part and with the members `alg` and `use`. Slow for RSA. */
    fun generate(
        algorithm: JwsAlgorithm,
        keyId: String? = null,
    ): Jwk

    /** Returns the thumbprint of [key] (RFC 7638) with SHA-256, in base64url. It is computed from the public part alone. */
    fun thumbprint(key: Jwk): String
}
