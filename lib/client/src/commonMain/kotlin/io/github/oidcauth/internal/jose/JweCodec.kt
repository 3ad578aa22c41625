package io.github.oidcauth.internal.jose

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk

/** Encrypts and decrypts JWTs. Thread-safe. */
internal interface JweCodec {
    /**
     * [payload] encrypted for the holder of [key], in compact form (RFC 7516 §7.1). [contentType] becomes `cty`: `JWT` when the payload is one
     * (RFC 7519 §5.2).
     *
     * @throws InvalidConfigException when [key] is not for [algorithm], or has not the size it needs.
     */
    fun encrypt(
        payload: String,
        key: Jwk,
        algorithm: JweAlgorithm,
        encryption: ContentEncryption,
        contentType: String? = null,
    ): String

    /**
     * What is encrypted in [compact], or null when it is no JWE, says anything but [algorithms] and [encryptions], is compressed, or none of [keys]
     * opens it. Total, and the caller is not told which: that would help whoever tries ciphertexts.
     */
    fun decrypt(
        compact: String,
        keys: List<Jwk>,
        algorithms: Set<JweAlgorithm>,
        encryptions: Set<ContentEncryption>,
    ): String?
}
