package io.github.oidcauth.cli.tokens

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The claim `aud` of a token: one string, or an array of strings (RFC 7519 §4.1.3). */
internal object ClaimAudience {
    /** Returns the audiences in [claims]; none if the claim is missing or has another type. */
    fun of(claims: JsonObject): List<String> =
        when (val value = claims["aud"]) {
            is JsonArray -> value.mapNotNull(::text)
            is JsonPrimitive -> listOfNotNull(text(value))
            else -> emptyList()
        }

    private fun text(value: JsonElement): String? =
        (value as? JsonPrimitive)?.takeIf { it.isString }?.content
}
