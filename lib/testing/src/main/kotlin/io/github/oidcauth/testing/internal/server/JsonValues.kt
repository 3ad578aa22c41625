package io.github.oidcauth.testing.internal.server

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** JSON of values that tests in Kotlin and in Java write alike. */
internal object JsonValues {
    /** Returns [members] as an object. @throws IllegalArgumentException if a value has no form in JSON. */
    fun of(members: Map<String, Any?>): JsonObject = JsonObject(members.mapValues { (_, value) -> element(value) })

    private fun element(value: Any?): JsonElement =
        when (value) {
            null -> JsonNull
            is JsonElement -> value
            is String -> JsonPrimitive(value)
            is Number -> JsonPrimitive(value)
            is Boolean -> JsonPrimitive(value)
            is Iterable<*> -> JsonArray(value.map(::element))
            is Map<*, *> -> JsonObject(value.entries.associate { (name, member) -> "$name" to element(member) })
            else -> throw IllegalArgumentException("JSON has no form for a ${value::class.simpleName}.")
        }
}
