package io.github.oidcauth.internal.jose

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.keys.KeyCompatibility
import io.github.oidcauth.internal.keys.KeyUse
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Signs JWTs, and leaves the cryptography to [signatures]. Thread-safe. */
internal class JwsSigner(
    private val signatures: Signatures,
) {
    /**
     * Returns [claims] as a signed JWT in compact form (RFC 7515 §7.1). Its header has [name] as `alg`, [type] as `typ`, the
     * `kid` of [key] if there is one, and the members of [header]. [name] is one of those of [algorithm].
     *
     * @throws InvalidConfigException when [key] has no private part, is not for [algorithm], or is too short for it.
     * @throws IllegalArgumentException when [header] has a member of which this function is in charge.
     */
    fun sign(
        claims: JsonObject,
        key: Jwk,
        algorithm: JwsAlgorithm,
        type: String? = null,
        header: JsonObject = JsonObject(emptyMap()),
        name: String = algorithm.identifier,
    ): String {
        require(name in algorithm.identifiers) { "$name is no name of ${algorithm.identifier}." }
        require(header.keys.none { it in RESERVED }) { "The header members ${RESERVED.joinToString()} are not the caller's." }
        KeyCompatibility.fault(key, algorithm, KeyUse.SIGN)?.let {
            throw InvalidConfigException("The key cannot sign with ${algorithm.identifier}: $it.")
        }
        val whole =
            buildJsonObject {
                put("alg", name)
                type?.let { put("typ", it) }
                key.keyId?.let { put("kid", it) }
                header.forEach { (name, value) -> put(name, value) }
            }
        val input = "${encode(whole)}.${encode(claims)}"
        return "$input.${Base64Url.encode(signatures.sign(input.encodeToByteArray(), key, algorithm))}"
    }

    private fun encode(json: JsonObject) = Base64Url.encode(json.toString().encodeToByteArray())

    private companion object {
        val RESERVED = setOf("alg", "typ", "kid", "crit", "b64")
    }
}
