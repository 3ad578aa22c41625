package io.github.oidcauth.internal.keys

import io.github.oidcauth.oauth2.Jwk

/** The uses of a key, and the members by which a key is reserved for a use (RFC 7517 §4.2, §4.3). */
internal enum class KeyUse(
    val use: String,
    private val operations: Set<String>,
    /** True if this use needs the private part. */
    val isPrivate: Boolean,
) {
    SIGN("sig", setOf("sign"), isPrivate = true),
    VERIFY("sig", setOf("verify"), isPrivate = false),
    ENCRYPT("enc", setOf("encrypt", "wrapKey", "deriveKey", "deriveBits"), isPrivate = false),
    DECRYPT("enc", setOf("decrypt", "unwrapKey", "deriveKey", "deriveBits"), isPrivate = true),
    ;

    fun isPermittedBy(key: Jwk): Boolean =
        key.use.let { it == null || it == use } && key.operations.let { it == null || it.any(operations::contains) }
}
