@file:JvmName("Jwks")

package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.fromPem
import io.github.oidcauth.oauth2.generate

/** A new key for [algorithm], with its private part, that goes by [keyId]; null for no name. An RSA key takes a moment to find. */
@JvmOverloads
public fun generate(
    algorithm: JwsAlgorithm,
    keyId: String? = null,
): Jwk = Jwk.generate(algorithm, keyId)

/**
 * The private key in [text], a PEM block `PRIVATE KEY` (PKCS#8) with an RSA, elliptic curve or Ed25519 key. It goes by [keyId]; null for no name.
 *
 * @throws InvalidConfigException when there is no such key; the message holds no value of it.
 */
@JvmOverloads
@Throws(AuthException::class)
public fun fromPem(
    text: String,
    keyId: String? = null,
): Jwk = Jwk.fromPem(text, keyId)

/**
 * The same for signatures with [algorithm] alone, which the key says in its members `alg` and `use`. Some servers, Keycloak among them,
 * want that of the public half that they are given of a client's key.
 *
 * @throws InvalidConfigException when there is no such key, or when it is not for [algorithm]; the message holds no value.
 */
@Throws(AuthException::class)
public fun fromPem(
    text: String,
    algorithm: JwsAlgorithm,
    keyId: String?,
): Jwk = Jwk.fromPem(text, algorithm, keyId)

/** Reads a key from JSON text. @throws InvalidConfigException when it is none that can be used. */
@Throws(AuthException::class)
public fun parse(json: String): Jwk = Jwk.parse(json)

/** [key] as JSON text. **The private parts are in it**, unless it is a public key. */
public fun toJson(key: Jwk): String = key.toJson().toString()

/** [keys] as JSON text, fit to be published after [JwkSet.toPublic]. **The private parts are in it** otherwise. */
public fun toJson(keys: JwkSet): String = keys.toJson().toString()
