package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Returns [text] as JSON, or null when it is none, or when an object in it has two members of the same name, be they equal. The
 * headers of JWTs are read this way (RFC 7515 §4, RFC 7516 §4).
 */
internal fun parseUniqueJson(text: String): JsonElement? = readJson(text)?.takeUnless { it.hasRepeats }?.json?.takeIf(::isStrict)

/**
 * Returns [text] as JSON, or null when it is none, or when an object in it has two values for one name ([parseJson]). Keys and
 * claims are read this way. Values without quotes are what RFC 8259 §3 allows; the parser by itself takes any word.
 */
internal fun parseStrictJson(text: String): JsonElement? = parseJson(text)?.takeIf(::isStrict)

private val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
private val WORDS = setOf("true", "false", "null")

private fun isStrict(json: JsonElement): Boolean =
    when (json) {
        is JsonObject -> json.values.all(::isStrict)
        is JsonArray -> json.all(::isStrict)
        is JsonPrimitive -> json.isString || json.content in WORDS || NUMBER.matches(json.content)
    }
