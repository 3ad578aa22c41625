package io.github.oidcauth.internal.keys

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.crypto.Digest
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.Jwk
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Computes thumbprints of keys (RFC 7638; for Ed25519 and X25519, RFC 8037 §2). */
internal object Thumbprint {
    /** The members that define the key, in alphabetical order. */
    private val MEMBERS =
        mapOf(
            KeyTypes.RSA to listOf("e", "kty", "n"),
            KeyTypes.EC to listOf("crv", "kty", "x", "y"),
            KeyTypes.OKP to listOf("crv", "kty", "x"),
            KeyTypes.OCT to listOf("k", "kty"),
        )

    fun of(
        key: Jwk,
        digest: Digest,
    ): String {
        val json = key.toJson()
        val members = buildJsonObject { MEMBERS.getValue(key.keyType).forEach { put(it, json.string(it)) } }
        return Base64Url.encode(digest.sha256(members.toString().encodeToByteArray()))
    }
}
