package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Returns this object as a map of plain values, for callers without kotlinx.serialization: maps, lists, strings, booleans,
 * numbers and null. A whole number is a `Long` where it fits; [parseNumber] tells of the others. The map cannot be changed.
 */
internal fun JsonObject.toPlainMap(): Map<String, Any?> = mapValues { it.value.toPlainValue() }

/** Returns this array as a list of plain values; see [toPlainMap]. */
internal fun JsonArray.toPlainList(): List<Any?> = map { it.toPlainValue() }

/** Returns this element as a plain value; see [toPlainMap]. */
internal fun JsonElement.toPlainValue(): Any? =
    when (this) {
        is JsonObject -> toPlainMap()
        is JsonArray -> toPlainList()
        is JsonNull -> null
        is JsonPrimitive -> if (isString) content else content.toBooleanStrictOrNull() ?: parseNumber(content)
    }

/**
 * Returns [map] as a JSON object. Values are what [toPlainMap] returns, every other number, any iterable, and JSON elements.
 *
 * @throws IllegalArgumentException for any other value, and for a number that JSON does not have; the message names its place
 *     and its class.
 */
internal fun jsonObjectOf(map: Map<String, Any?>): JsonObject = objectOf(map, path = "")

/** Returns [list] as a JSON array, by the rules of [jsonObjectOf]. */
internal fun jsonArrayOf(list: Iterable<Any?>): JsonArray = arrayOf(list, path = "")

/** Returns [value] as JSON, by the rules of [jsonObjectOf]. */
internal fun jsonElementOf(value: Any?): JsonElement = elementOf(value, path = "")

private fun objectOf(
    map: Map<*, *>,
    path: String,
): JsonObject =
    JsonObject(
        map.entries.associate { (name, value) ->
            require(name is String) { "A name of a JSON member is a string and not ${nameOfClass(name)}${placeOf(path)}." }
            name to elementOf(value, "$path.$name")
        },
    )

private fun arrayOf(
    values: Iterable<Any?>,
    path: String,
): JsonArray = JsonArray(values.mapIndexed { at, value -> elementOf(value, "$path[$at]") })

private fun elementOf(
    value: Any?,
    path: String,
): JsonElement {
    require(path.count { it == '.' || it == '[' } <= MAX_JSON_DEPTH) { "The value is nested deeper than $MAX_JSON_DEPTH levels." }
    return when (value) {
        null -> JsonNull

        is JsonElement -> value

        is String -> JsonPrimitive(value)

        is Boolean -> JsonPrimitive(value)

        is Number -> numberOf(value, path)

        is Map<*, *> -> objectOf(value, path)

        is Iterable<*> -> arrayOf(value, path)

        else -> throw IllegalArgumentException(
            "JSON has no ${nameOfClass(value)}${placeOf(path)}; use a map, list, string, number or boolean.",
        )
    }
}

private fun numberOf(
    value: Number,
    path: String,
): JsonElement {
    val isFinite = value.toString().any { it.isDigit() }
    require(isFinite) { "JSON has no number $value${placeOf(path)}." }
    return JsonPrimitive(value)
}

private fun placeOf(path: String): String = if (path.isEmpty()) "" else " (at $path)"

private fun nameOfClass(value: Any?): String = if (value ==
    null
) {
    "null"
} else {
    value::class.simpleName ?: "object of an unnamed class"
}
