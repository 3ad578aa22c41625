@file:JvmName("DPoPKeys")

package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.generate
import io.github.oidcauth.oauth2.thumbprint

/**
 * Returns a new key whose proofs are signed with [algorithm], by default ES256. Generating an RSA key takes a moment.
 *
 * @throws IllegalArgumentException if [algorithm] needs a shared secret.
 */
@JvmOverloads
@JvmName("generate")
public fun generateDpopKey(algorithm: JwsAlgorithm = JwsAlgorithm.ES256): DPoPKey = DPoPKey.generate(algorithm)

/** Returns the SHA-256 thumbprint of the public half of [key], base64url (RFC 7638): `dpop_jkt` and `jkt` (RFC 9449 §6, §10). */
public fun thumbprint(key: DPoPKey): String = key.thumbprint

/** Returns [key] as JSON text. **It contains the private parts.** */
public fun toJson(key: DPoPKey): String = key.toJson().toString()

/** Reads the JSON that `toJson` returned. @throws InvalidConfigException if it is not a private key with its `alg`. */
@JvmName("fromJson")
@Throws(AuthException::class)
public fun dpopKeyFromJson(json: String): DPoPKey = DPoPKey.fromJson(Jwk.parse(json).toJson())
