@file:JvmName("JwkFactories")

package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.keys.PemPrivateKey

/**
 * Returns the private key in [text], which is PEM of at most 65536 characters: a block `PRIVATE KEY` (PKCS#8, RFC 7468 §10)
 * with an RSA key, an elliptic curve key on P-256, P-384 or P-521, or an Ed25519 key, as `openssl genpkey` writes it. Text
 * around the block, such as certificates, is skipped. Java callers find this in `io.github.oidcauth.java.Jwks`.
 *
 * [keyId] is the `kid` of the JWTs that the key signs; servers that have several keys of a client require it.
 *
 * @throws InvalidConfigException if there is no such key; the message describes the content and contains no value.
 */
@JvmSynthetic
public fun Jwk.Companion.fromPem(
    text: String,
    keyId: String? = null,
): Jwk = PemPrivateKey.read(text, keyId)

/**
 * Returns the private key in [text], as the other `fromPem` does, for signatures with [algorithm] alone, in its members `alg`
 * and `use`. Some servers, Keycloak among them, require these members in the public key of a client.
 *
 * @throws InvalidConfigException if there is no such key, or it is not for [algorithm]; the message contains no value.
 */
@JvmSynthetic
public fun Jwk.Companion.fromPem(
    text: String,
    algorithm: JwsAlgorithm,
    keyId: String? = null,
): Jwk = PemPrivateKey.read(text, keyId, algorithm)

/**
 * Returns a new key for [algorithm], with its private part: RSA keys have 2048 bits, shared secrets as many as the hash. Its
 * members `alg` and `use` name its purpose. Generating an RSA key takes a moment. Java callers find this in
 * `io.github.oidcauth.java.Jwks`.
 */
@JvmSynthetic
public fun Jwk.Companion.generate(
    algorithm: JwsAlgorithm,
    keyId: String? = null,
): Jwk = NimbusJose.jose.keys.generate(algorithm, keyId)
