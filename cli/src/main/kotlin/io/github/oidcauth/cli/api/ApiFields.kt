package io.github.oidcauth.cli.api

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull

/** The fields of a request of `api`: its JSON body, or its query. */
internal object ApiFields {
    /** Returns one JSON object with all [fields]. @throws ConflictingFieldException if two of them exclude each other. */
    fun json(fields: List<ApiField>): JsonObject =
        fields.fold(JsonObject(emptyMap())) { members, field -> put(members, field.path, field) as JsonObject }

    /** Returns [fields] as parameters of a query, in order. Null has no value there. */
    fun query(fields: List<ApiField>): List<Pair<String, String>> =
        fields.map { it.key to (it.value as? JsonPrimitive)?.takeIf { value -> value !is JsonNull }?.contentOrNull.orEmpty() }

    private fun put(
        container: JsonElement?,
        path: List<String>,
        field: ApiField,
    ): JsonElement {
        val name = path.firstOrNull() ?: return if (container == null) field.value else throw ConflictingFieldException(field.key)
        val rest = path.drop(1)
        return when {
            name.isEmpty() && (container == null || container is JsonArray) -> {
                JsonArray((container as? JsonArray).orEmpty() + put(null, rest, field))
            }

            name.isNotEmpty() && (container == null || container is JsonObject) -> {
                val members = (container as? JsonObject).orEmpty()
                JsonObject(members + (name to put(members[name], rest, field)))
            }

            else -> {
                throw ConflictingFieldException(field.key)
            }
        }
    }
}

/** Thrown when a field is given twice, or is both an object and an array. [key] is its name. */
internal class ConflictingFieldException(
    val key: String,
) : Exception("The field '$key' is given twice, or with two kinds of value.")
