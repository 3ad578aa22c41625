package io.github.oidcauth.internal.keys

import io.github.oidcauth.oauth2.Jwk

/** What somebody wants to do with a key, and how keys that are reserved for a use say so (RFC 7517 §4.2, §4.3). */
internal enum class KeyUse(
    val use: String,
    private val operations: Set<String>,
    /** Whether the holder of the private part does this. */
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
