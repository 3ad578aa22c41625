package io.github.oidcauth.internal.keys

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.crypto.Digest
import io.github.oidcauth.internal.crypto.HashAlgorithm
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Derives shared keys from a client secret, which is not empty. */
internal object ClientSecretKey {
    /** Returns the key for `HS256`, `HS384` and `HS512`: the UTF-8 octets of [secret] (OpenID Connect Core §10.1). */
    fun signing(secret: String): Jwk = key(secret.encodeToByteArray())

    /** Returns the key for [algorithm], one of those with shared keys, and [encryption] (OpenID Connect Core §10.2). */
    fun encryption(
        secret: String,
        algorithm: JweAlgorithm,
        encryption: ContentEncryption,
        digest: Digest,
    ): Jwk {
        require(algorithm.keyType == KeyTypes.OCT) { "${algorithm.identifier} has no shared key." }
        val octets = (algorithm.keyBits ?: encryption.keyBits) / Byte.SIZE_BITS
        val hash = HashAlgorithm.entries.first { it.bytes >= octets }
        return key(digest.hash(hash, secret.encodeToByteArray()).copyOf(octets))
    }

    private fun key(octets: ByteArray): Jwk =
        Jwk.fromJson(
            buildJsonObject {
                put("kty", KeyTypes.OCT)
                put("k", Base64Url.encode(octets))
            },
        )
}
