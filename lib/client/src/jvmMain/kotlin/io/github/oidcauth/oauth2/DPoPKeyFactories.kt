@file:JvmName("DPoPKeyFactories")

package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.jose.NimbusJose

/**
 * Returns a new key whose proofs are signed with [algorithm]. Generating an RSA key takes a moment. Java callers find this in
 * `io.github.oidcauth.java.DPoPKeys`.
 *
 * @throws IllegalArgumentException if [algorithm] needs a shared secret.
 */
@JvmSynthetic
public fun DPoPKey.Companion.generate(algorithm: JwsAlgorithm = JwsAlgorithm.ES256): DPoPKey {
    require(!algorithm.isSymmetric) { "DPoP proofs are signed with a private key, so not with $algorithm." }
    return DPoPKey(NimbusJose.jose.keys.generate(algorithm), algorithm)
}

/**
 * The name by which servers know the key: the SHA-256 thumbprint of its public half, base64url (RFC 7638). It is `dpop_jkt`
 * in requests (RFC 9449 §10) and `jkt` in introspection responses (RFC 9449 §6.2). Java callers find this in
 * `io.github.oidcauth.java.DPoPKeys`.
 */
@get:JvmSynthetic
public val DPoPKey.thumbprint: String get() = NimbusJose.jose.keys.thumbprint(public)
