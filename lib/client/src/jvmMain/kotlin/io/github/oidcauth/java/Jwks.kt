@file:JvmName("Jwks")

package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.fromPem
import io.github.oidcauth.oauth2.generate

/**
 * Returns a new key for [algorithm], with its private part and the id [keyId]; null for no id. Generating an RSA key takes a
 * moment.
 */
@JvmOverloads
public fun generate(
    algorithm: JwsAlgorithm,
    keyId: String? = null,
): Jwk = Jwk.generate(algorithm, keyId)

/**
 * Returns the private key in [text], a PEM block `PRIVATE KEY` (PKCS#8) with an RSA, elliptic curve or Ed25519 key. Its id is
 * [keyId]; null for no id.
 *
 * @throws InvalidConfigException if there is no such key; the message contains no value of it.
 */
@JvmOverloads
@Throws(AuthException::class)
public fun fromPem(
    text: String,
    keyId: String? = null,
): Jwk = Jwk.fromPem(text, keyId)

/**
 * Returns the same key for signatures with [algorithm] alone, in its members `alg` and `use`. Some servers, Keycloak among
 * them, require these members in the public key of a client.
 *
 * @throws InvalidConfigException if there is no such key, or it is not for [algorithm]; the message contains no value.
 */
@Throws(AuthException::class)
public fun fromPem(
    text: String,
    algorithm: JwsAlgorithm,
    keyId: String?,
): Jwk = Jwk.fromPem(text, algorithm, keyId)

/** Reads a key from JSON text. @throws InvalidConfigException if it is not a usable key. */
@Throws(AuthException::class)
public fun parse(json: String): Jwk = Jwk.parse(json)

/** Returns [key] as JSON text. **It contains the private parts**, unless it is a public key. */
public fun toJson(key: Jwk): String = key.toJson().toString()

/** Returns [keys] as JSON text, to be published after [JwkSet.toPublic]. **Otherwise it contains the private parts.** */
public fun toJson(keys: JwkSet): String = keys.toJson().toString()
