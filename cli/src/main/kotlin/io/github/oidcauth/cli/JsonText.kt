package io.github.oidcauth.cli

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement

/** Returns JSON as Python formats it: ASCII, so that no encoding can damage it, and no terminal interprets it. */
internal fun jsonText(value: JsonElement): String =
    buildString {
        for (character in FORMAT.encodeToString(JsonElement.serializer(), value)) {
            if (character.code <= MAX_ASCII) {
                append(character)
            } else {
                append("\\u").append(character.code.toString(HEX).padStart(4, '0'))
            }
        }
    }

@OptIn(ExperimentalSerializationApi::class)
private val FORMAT =
    Json {
        prettyPrint = true
        prettyPrintIndent = "  "
    }
private const val MAX_ASCII = 0x7e
private const val HEX = 16
