package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.protocol.parseJson
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * [text] as JSON, or null when it is none, or when an object in it has two members of the same name.
 *
 * Keys, headers and claims are read this way (RFC 7515 §4, RFC 7517 §4, RFC 7519 §4): of two values for one name, who issued the token and who
 * reads it might each believe another one.
 */
internal fun parseUniqueJson(text: String): JsonElement? = parseJson(text)?.takeIf { members(it) == namesIn(text) }

private fun members(json: JsonElement): Int =
    when (json) {
        is JsonObject -> json.size + json.values.sumOf(::members)
        is JsonArray -> json.sumOf(::members)
        else -> 0
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
