@file:JvmName("JwkFactories")

package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.keys.PemPrivateKey

/**
 * The private key in [text], which is PEM of at most 65536 characters: a block `PRIVATE KEY` (PKCS#8, RFC 7468 §10) with an RSA key, an elliptic
 * curve key on P-256, P-384 or P-521, or an Ed25519 key, as `openssl genpkey` writes it. What stands around the block, such as certificates, is
 * skipped. Java callers find this in `io.github.oidcauth.java.Jwks`.
 *
 * The key goes by [keyId], which is the `kid` of what it signs; servers with more than one key of a client want it.
 *
 * @throws InvalidConfigException when there is no such key; the message says what is there and no value.
 */
@JvmSynthetic
public fun Jwk.Companion.fromPem(
    text: String,
    keyId: String? = null,
): Jwk = PemPrivateKey.read(text, keyId)

/**
 * The private key in [text], as the other `fromPem` reads it, for signatures with [algorithm] alone: its members `alg` and `use` say so.
 * Some servers, Keycloak among them, want that of the public half that they are given of a client's key.
 *
 * @throws InvalidConfigException when there is no such key, or when it is not for [algorithm]; the message holds no value.
 */
@JvmSynthetic
public fun Jwk.Companion.fromPem(
    text: String,
    algorithm: JwsAlgorithm,
    keyId: String? = null,
): Jwk = PemPrivateKey.read(text, keyId, algorithm)

/**
 * A new key for [algorithm], with its private part: RSA keys have 2048 bits, shared secrets as many as the hash. Its members `alg` and `use` say
 * what it is for. An RSA key takes a moment to find. Java callers find this in `io.github.oidcauth.java.Jwks`.
 */
@JvmSynthetic
public fun Jwk.Companion.generate(
    algorithm: JwsAlgorithm,
    keyId: String? = null,
): Jwk = NimbusJose.jose.keys.generate(algorithm, keyId)
