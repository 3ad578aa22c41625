package io.github.oidcauth.cli

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonUnquotedLiteral
import kotlinx.serialization.json.booleanOrNull

/** Returns JSON as Python formats it: ASCII, so that no encoding can damage it, and no terminal interprets it. */
internal fun jsonText(value: JsonElement): String =
    buildString {
        for (character in FORMAT.encodeToString(JsonElement.serializer(), value.withSpelledNumbers())) {
            if (character.code <= MAX_ASCII) {
                append(character)
            } else {
                append("\\u").append(character.code.toString(HEX).padStart(4, '0'))
            }
        }
    }

/**
 * Returns this with each number as its sender has spelled it: 1e400 is more than a `Double` holds. What is no JSON, such as NaN,
 * becomes text.
 */
private fun JsonElement.withSpelledNumbers(): JsonElement =
    when (this) {
        is JsonObject -> JsonObject(mapValues { it.value.withSpelledNumbers() })
        is JsonArray -> JsonArray(map { it.withSpelledNumbers() })
        is JsonNull -> this
        is JsonPrimitive -> if (isString || booleanOrNull != null) this else spelled(content)
    }

@OptIn(ExperimentalSerializationApi::class)
private fun spelled(literal: String): JsonPrimitive =
    if (NUMBER.matches(literal)) JsonUnquotedLiteral(literal) else JsonPrimitive(literal)

private val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")

@OptIn(ExperimentalSerializationApi::class)
private val FORMAT =
    Json {
        prettyPrint = true
        prettyPrintIndent = "  "
    }
private const val MAX_ASCII = 0x7e
private const val HEX = 16
