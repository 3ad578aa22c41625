// Tested by RequestObjectFactoryTest.
package io.github.oidcauth.internal.authorization

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.json.parseJson
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration
import kotlin.time.Instant

/** The claims of request objects (RFC 9101 §4) and of signed backchannel authentication requests (CIBA Core 1.0 §7.1.1). Pure. */
internal object RequestObjectClaims {
    /** RFC 9101 §9.1: these have the meaning that JWT defines. */
    private val RESERVED = setOf("iss", "sub", "aud", "exp", "nbf", "iat", "jti")

    /**
     * Checks the caller's custom [parameters].
     *
     * @throws InvalidConfigException when one of them has the name of a claim of the JWT itself.
     */
    fun checkCustom(parameters: List<Pair<String, String>>) {
        parameters.firstOrNull { it.first in RESERVED }?.let {
            throw InvalidConfigException("The parameter ${it.first} is reserved for signed requests and cannot be added.")
        }
    }

    fun of(
        parameters: List<Pair<String, String>>,
        issuer: String,
        now: Instant,
        lifetime: Duration,
        id: String,
    ): JsonObject =
        buildJsonObject {
            parameters.groupBy({ it.first }, { it.second }).forEach { (name, values) -> put(name, claim(name, values)) }
            // These come last, so that no parameter can replace them.
            put("iss", parameters.first { it.first == "client_id" }.second)
            put("aud", issuer)
            put("jti", id)
            put("iat", now.epochSeconds)
            put("nbf", now.epochSeconds)
            put("exp", (now + lifetime).epochSeconds)
        }

    /** Returns several values as an array, as RFC 8707 §2.1 requires for `resource`. */
    private fun claim(
        name: String,
        values: List<String>,
    ): JsonElement = if (values.size == 1) claim(name, values.single()) else JsonArray(values.map(::JsonPrimitive))

    /**
     * Returns [value] as the JSON type of its parameter: numbers as JSON numbers (RFC 9101 §4), claims and authorization details
     * as JSON (OpenID Connect Core 1.0 §5.5, RFC 9396 §2).
     */
    private fun claim(
        name: String,
        value: String,
    ): JsonElement =
        when (name) {
            "max_age", "requested_expiry" -> value.toLongOrNull()?.let(::JsonPrimitive)
            "claims", "authorization_details" -> parseJson(value)
            else -> null
        } ?: JsonPrimitive(value)
}
