package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Returns this object as a map of plain values, for callers without kotlinx.serialization: maps, lists, strings, booleans,
 * numbers and null. A whole number is a `Long` where it fits; [parseNumber] tells of the others, and what is no number either is
 * a string. The map cannot be changed.
 */
internal fun JsonObject.toPlainMap(): Map<String, Any?> =
    buildMap(size) { this@toPlainMap.forEach { (name, value) -> put(name, value.toPlainValue()) } }

/** Returns this array as a list of plain values; see [toPlainMap]. */
internal fun JsonArray.toPlainList(): List<Any?> = buildList(size) { this@toPlainList.forEach { add(it.toPlainValue()) } }

/** Returns this element as a plain value; see [toPlainMap]. */
internal fun JsonElement.toPlainValue(): Any? =
    when (this) {
        is JsonObject -> toPlainMap()
        is JsonArray -> toPlainList()
        is JsonNull -> null
        is JsonPrimitive -> if (isString) content else content.toBooleanStrictOrNull() ?: parseNumber(content) ?: content
    }

/**
 * Returns [map] as a JSON object. Values are what [toPlainMap] returns, every other number, any iterable, and JSON elements.
 *
 * @throws IllegalArgumentException for any other value, and for a number that JSON does not have; the message names its place
 *     and its class.
 */
internal fun jsonObjectOf(map: Map<String, Any?>): JsonObject = objectOf(map, path = "", depth = 0)

/** Returns [list] as a JSON array, by the rules of [jsonObjectOf]. */
internal fun jsonArrayOf(list: Iterable<Any?>): JsonArray = arrayOf(list, path = "", depth = 0)

/** Returns [value] as JSON, by the rules of [jsonObjectOf]. */
internal fun jsonElementOf(value: Any?): JsonElement = elementOf(value, path = "", depth = 0)

private fun objectOf(
    map: Map<*, *>,
    path: String,
    depth: Int,
): JsonObject =
    JsonObject(
        map.entries.associate { (name, value) ->
            require(name is String) { "A name of a JSON member is a string and not ${nameOfClass(name)}${placeOf(path)}." }
            name to elementOf(value, "$path.$name", depth + 1)
        },
    )

private fun arrayOf(
    values: Iterable<Any?>,
    path: String,
    depth: Int,
): JsonArray = JsonArray(values.mapIndexed { at, value -> elementOf(value, "$path[$at]", depth + 1) })

private fun elementOf(
    value: Any?,
    path: String,
    depth: Int,
): JsonElement {
    require(depth <= MAX_JSON_DEPTH) { "The value is nested deeper than $MAX_JSON_DEPTH levels." }
    return when (value) {
        null -> JsonNull

        is JsonElement -> value

        is String -> JsonPrimitive(value)

        is Boolean -> JsonPrimitive(value)

        is Number -> numberOf(value, path)

        is Map<*, *> -> objectOf(value, path, depth)

        is Iterable<*> -> arrayOf(value, path, depth)

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
