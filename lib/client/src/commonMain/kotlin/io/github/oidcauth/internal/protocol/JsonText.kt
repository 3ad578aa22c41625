package io.github.oidcauth.internal.protocol

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Nobody nests answers or tokens this deep. Who does is hostile: comparing or printing them would exhaust the stack. */
internal const val MAX_JSON_DEPTH: Int = 100

/** [text] as JSON, or null when it is none or is nested deeper than [MAX_JSON_DEPTH]. */
internal fun parseJson(text: String): JsonElement? =
    try {
        if (depthOf(text) > MAX_JSON_DEPTH) null else Json.parseToJsonElement(text)
    } catch (_: SerializationException) {
        null
    }

/** The member [name] when it is a string. */
internal fun JsonObject.string(name: String): String? = (this[name] as? JsonPrimitive)?.takeIf { it.isString }?.content

private fun depthOf(text: String): Int {
    var depth = 0
    var deepest = 0
    var inString = false
    var escaped = false
    for (c in text) {
        when {
            escaped -> escaped = false
            inString && c == '\\' -> escaped = true
            c == '"' -> inString = !inString
            inString -> Unit
            c == '{' || c == '[' -> deepest = maxOf(deepest, ++depth)
            c == '}' || c == ']' -> depth--
        }
    }
    return deepest
}
