package io.github.oidcauth.internal.keys

import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** Makes and names keys. Thread-safe. */
internal interface KeyTool {
    /** A new key for [algorithm], with its private part; its members `alg` and `use` say what it is for. Slow for RSA. */
    fun generate(
        algorithm: JwsAlgorithm,
        keyId: String? = null,
    ): Jwk

    /** The name that everybody computes alike from the public part of [key]: the thumbprint of RFC 7638 with SHA-256, base64url. */
    fun thumbprint(key: Jwk): String
}
