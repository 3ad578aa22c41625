package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.protocol.parseJson
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * [text] as JSON, or null when it is none, or when an object in it has two members of the same name.
 *
 * Keys, headers and claims are read this way (RFC 7515 §4, RFC 7517 §4, RFC 7519 §4): of two values for one name, who issued the token and who
 * reads it might each believe another one. Values without quotes are what RFC 8259 §3 allows; the parser by itself takes any word.
 */
internal fun parseUniqueJson(
    text: String,
): JsonElement? = parseJson(text)?.takeIf { isStrict(it) && members(it) == namesIn(text) }

/**
 * [text] as the claims of a JWT, or null when it is no JSON object, or says two things of one name. What it says twice in the same words it says
 * once: Keycloak names the issuer of a signed authorization answer twice. RFC 7519 §4 lets a reader refuse that or take the last, which is the
 * same here.
 */
internal fun parseClaims(text: String): JsonObject? {
    val claims = parseUniqueJson(text) ?: (parseJson(text) as? JsonObject)?.let { parseUniqueJson(withoutRepeats(text)) }
    return claims as? JsonObject
}

/** [json], which is an object, with each of its members once that it has in the same words several times. */
private fun withoutRepeats(json: String): String = JsonSlices.of(json).distinct().joinToString(",", "{", "}")

private val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
private val WORDS = setOf("true", "false", "null")

private fun isStrict(json: JsonElement): Boolean =
    when (json) {
        is JsonObject -> json.values.all(::isStrict)
        is JsonArray -> json.all(::isStrict)
        is JsonPrimitive -> json.isString || json.content in WORDS || NUMBER.matches(json.content)
    }

private fun members(json: JsonElement): Int =
    when (json) {
        is JsonObject -> json.size + json.values.sumOf(::members)
        is JsonArray -> json.sumOf(::members)
        is JsonPrimitive -> 0
    }

/** How many members JSON text has: as many as it has colons outside of strings. */
private fun namesIn(text: String): Int {
    var names = 0
    var inString = false
    var escaped = false
    for (c in text) {
        when {
            escaped -> escaped = false
            inString && c == '\\' -> escaped = true
            c == '"' -> inString = !inString
            !inString && c == ':' -> names++
        }
    }
    return names
}
