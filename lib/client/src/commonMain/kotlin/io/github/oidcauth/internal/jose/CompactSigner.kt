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

/** A [JwsSigner] that uses the cryptography of [signatures]. */
internal class CompactSigner(
    private val signatures: Signatures,
) : JwsSigner {
    override fun sign(
        claims: JsonObject,
        key: Jwk,
        algorithm: JwsAlgorithm,
        type: String?,
        header: JsonObject,
        name: String,
    ): String {
        require(name in algorithm.identifiers) { "$name is not a name of ${algorithm.identifier}." }
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
