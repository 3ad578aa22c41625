package io.github.oidcauth.internal.jose

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk

/** Encrypts and decrypts JWTs. Thread-safe. */
internal interface JweCodec {
    /**
     * Returns [payload] encrypted for the holder of [key], in compact form (RFC 7516 §7.1). [contentType] becomes `cty`: `JWT`
     * when the payload is a JWT (RFC 7519 §5.2).
     *
     * @throws InvalidConfigException when [key] is not for [algorithm], or does not have the size that it needs.
     */
    fun encrypt(
        payload: String,
        key: Jwk,
        algorithm: JweAlgorithm,
        encryption: ContentEncryption,
        contentType: String? = null,
    ): String

    /**
     * Returns the decrypted content of [compact]. Returns null when it is not a JWE, has another algorithm than [algorithms] and
     * [encryptions], is compressed, or cannot be decrypted with any of [keys]. Never throws, and does not tell these cases apart,
     * because that would help an attacker who tries ciphertexts.
     */
    fun decrypt(
        compact: String,
        keys: List<Jwk>,
        algorithms: Set<JweAlgorithm>,
        encryptions: Set<ContentEncryption>,
    ): String?
}
