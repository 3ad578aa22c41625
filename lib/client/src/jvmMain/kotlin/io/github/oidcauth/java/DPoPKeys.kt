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
 * A new key whose proofs are signed with [algorithm], ES256 unless another one is named. An RSA key takes a moment to find.
 *
 * @throws IllegalArgumentException when [algorithm] is one of a shared secret.
 */
@JvmOverloads
@JvmName("generate")
public fun generateDpopKey(algorithm: JwsAlgorithm = JwsAlgorithm.ES256): DPoPKey = DPoPKey.generate(algorithm)

/** The SHA-256 thumbprint of the public half of [key], base64url (RFC 7638): `dpop_jkt` and `jkt` (RFC 9449 §6, §10). */
public fun thumbprint(key: DPoPKey): String = key.thumbprint

/** [key] as JSON text. **The private parts are in it.** */
public fun toJson(key: DPoPKey): String = key.toJson().toString()

/** Reads what `toJson` wrote. @throws InvalidConfigException when it is no private key with its `alg`. */
@JvmName("fromJson")
@Throws(AuthException::class)
public fun dpopKeyFromJson(json: String): DPoPKey = DPoPKey.fromJson(Jwk.parse(json).toJson())
