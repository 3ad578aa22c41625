package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Parses [text]. Returns null when it is not JSON, or an object in it has two members of the same name, even with equal values.
 * Headers of JWTs are parsed this way (RFC 7515 §4, RFC 7516 §4).
 */
internal fun parseUniqueJson(text: String): JsonElement? = readJson(text)?.takeUnless { it.hasRepeats }?.json?.takeIf(::isStrict)

/**
 * Parses [text]. Returns null when it is not JSON, or an object in it has two values for one name ([parseJson]). Keys and claims
 * are parsed this way. Values without quotes must be those of RFC 8259 §3; the parser by itself accepts any word.
 */
internal fun parseStrictJson(text: String): JsonElement? = parseJson(text)?.takeIf(::isStrict)

private val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
private val WORDS = setOf("true", "false", "null")

/** Returns true if the values in [json] without quotes are those of RFC 8259 §3. */
internal fun isStrict(json: JsonElement): Boolean =
    when (json) {
        is JsonObject -> json.values.all(::isStrict)
        is JsonArray -> json.all(::isStrict)
        is JsonPrimitive -> json.isString || json.content in WORDS || NUMBER.matches(json.content)
    }
