// Tested by ApiClientTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.http.JsonAdapter
import io.github.oidcauth.internal.json.parseJsonLastWins
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.InternalSerializationApi
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.serializerOrNull

/** Writes the values of a program as JSON, by [json], or by its [adapter] if it has one. */
internal class JsonBody(
    private val json: Json,
    private val adapter: JsonAdapter? = null,
) {
    /** Returns [value], by [serializer]. */
    fun <T> elementOf(
        value: T,
        serializer: SerializationStrategy<T>,
    ): JsonElement = json.encodeToJsonElement(serializer, value)

    /**
     * Returns [value], as the adapter writes it. Without one: maps, lists, text, numbers, booleans, null, JSON elements and
     * serializable objects, each in the others.
     *
     * @throws IllegalArgumentException for any other value.
     */
    fun elementOf(value: Any?): JsonElement =
        if (adapter == null || value == null || value is JsonElement) elementOf(value, depth = 0) else adapted(adapter, value)

    private fun adapted(
        adapter: JsonAdapter,
        value: Any,
    ): JsonElement =
        requireNotNull(parseJsonLastWins(adapter.textOf(value))) {
            "The JSON adapter has not made JSON of ${value::class.simpleName ?: "an object of an unnamed class"}."
        }

    private fun elementOf(
        value: Any?,
        depth: Int,
    ): JsonElement {
        require(depth <= MAX_DEPTH) { "The value is nested deeper than $MAX_DEPTH levels." }
        return when (value) {
            null -> JsonNull
            is JsonElement -> value
            is String -> JsonPrimitive(value)
            is Boolean -> JsonPrimitive(value)
            is Number -> numberOf(value)
            is Map<*, *> -> JsonObject(value.entries.associate { (name, member) -> nameOf(name) to elementOf(member, depth + 1) })
            is Iterable<*> -> JsonArray(value.map { elementOf(it, depth + 1) })
            is Array<*> -> JsonArray(value.map { elementOf(it, depth + 1) })
            else -> serialized(value)
        }
    }

    private fun nameOf(name: Any?): String =
        requireNotNull(name as? String ?: (name as? Enum<*>)?.name) { "A name of a JSON member is a string." }

    private fun numberOf(value: Number): JsonElement {
        require(NUMBER.matches(value.toString())) { "JSON has no number $value." }
        return JsonPrimitive(value)
    }

    @OptIn(InternalSerializationApi::class, ExperimentalSerializationApi::class)
    private fun serialized(value: Any): JsonElement {
        val type = value::class

        @Suppress("UNCHECKED_CAST")
        val serializer = (json.serializersModule.getContextual(type) ?: type.serializerOrNull()) as SerializationStrategy<Any>?
        requireNotNull(serializer) {
            "No JSON can be made of ${type.simpleName ?: "an object of an unnamed class"}. Make it @Serializable, give its " +
                "serializer, or use a map, list, text, number or boolean."
        }
        return json.encodeToJsonElement(serializer, value)
    }

    private companion object {
        const val MAX_DEPTH = 100

        /** A class of the program may print its numbers in any way (RFC 8259 §6). */
        val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
    }
}
