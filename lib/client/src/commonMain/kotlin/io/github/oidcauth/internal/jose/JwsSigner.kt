package io.github.oidcauth.internal.jose

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import kotlinx.serialization.json.JsonObject

/** Signs JWTs. Thread-safe. */
internal interface JwsSigner {
    /**
     * Returns [claims] as a signed JWT in compact form (RFC 7515 §7.1). Its header has [name], one of the names of [algorithm],
     * as `alg`, [type] as `typ`, the `kid` of [key] if there is one, and the members of [header].
     *
     * @throws InvalidConfigException when [key] has no private part, is not for [algorithm], or is too short for it.
     * @throws IllegalArgumentException when [header] has a member that this function sets.
     */
    fun sign(
        claims: JsonObject,
        key: Jwk,
        algorithm: JwsAlgorithm,
        type: String? = null,
        header: JsonObject = JsonObject(emptyMap()),
        name: String = algorithm.identifier,
    ): String
}
