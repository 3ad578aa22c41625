package io.github.oidcauth.internal.api

import io.github.oidcauth.http.NullFields
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull

/** The spelling of values in queries, forms and JSON: null and booleans above all. Pure. */
internal class FieldRules(
    private val nulls: NullFields,
    private val trueText: String,
    private val falseText: String,
) {
    /** Returns [fields] as the query of a URL. Those without a value are left out; one with several is repeated. */
    fun query(fields: List<Pair<String, Any?>>): String =
        fields
            .flatMap { (name, value) -> textsOf(value).filterNotNull().map { encode(name) + "=" + encode(it) } }
            .joinToString("&")

    /** Returns [fields] as those of a form. */
    fun form(fields: List<Pair<String, Any?>>): List<Pair<String, String>> =
        fields.flatMap { (name, value) ->
            textsOf(value).mapNotNull { text -> (text ?: "".takeIf { nulls == NullFields.EMPTY })?.let { name to it } }
        }

    /** Returns [element] with its members that are null as the rule says, in all objects within; the elements of arrays stay. */
    fun json(element: JsonElement): JsonElement =
        when (element) {
            is JsonObject -> JsonObject(element.filterKeys { isSent(element[it]) }.mapValues { (_, value) -> member(value) })
            is JsonArray -> JsonArray(element.map(::json))
            is JsonPrimitive -> element
        }

    private fun isSent(value: JsonElement?) = value !is JsonNull || nulls != NullFields.EXCLUDE

    private fun member(value: JsonElement): JsonElement =
        if (value is JsonNull && nulls == NullFields.EMPTY) JsonPrimitive("") else json(value)

    private fun textsOf(value: Any?): List<String?> = elementsOf(value)?.map(::textOf) ?: listOf(textOf(value))

    /** Returns the elements of a list or array, or null for one value. Octets are a text. */
    private fun elementsOf(value: Any?): Iterable<*>? =
        when (value) {
            is Iterable<*> -> value
            is Array<*> -> value.asList()
            is IntArray -> value.asList()
            is LongArray -> value.asList()
            is ShortArray -> value.asList()
            is DoubleArray -> value.asList()
            is FloatArray -> value.asList()
            is BooleanArray -> value.asList()
            is CharArray -> value.asList()
            else -> null
        }

    private fun textOf(value: Any?): String? =
        when (value) {
            null, JsonNull -> null
            is Boolean -> if (value) trueText else falseText
            is JsonPrimitive -> if (value.isString) value.content else value.booleanOrNull?.let(::textOf) ?: value.content
            is ByteArray -> value.decodeToString()
            else -> value.toString()
        }

    private fun encode(text: String): String = PercentEncoding.encode(text, PercentEncoding::isUnreserved)
}
