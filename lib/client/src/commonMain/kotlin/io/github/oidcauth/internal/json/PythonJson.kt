package io.github.oidcauth.internal.json

import io.github.oidcauth.StoreException
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Reads and writes JSON as Python's `json` module does: `indent=2`, ASCII only, and `NaN` is a number.
 *
 * Numbers keep their spelling, so that unknown values are unchanged when a file is rewritten.
 */
internal object PythonJson {
    /** The indentation of the members of a file. */
    const val INDENT: String = "  "

    private val LITERAL = Regex("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|-?Infinity")

    /** Parses [text], or returns null when it is not JSON. The last of members with the same name counts. */
    fun parse(text: String): JsonElement? = parseJsonLastWins(text)?.takeIf(::isStrict)

    /** Returns the value of the string [literal], or null when it is not one. */
    fun parseString(literal: String): String? = (parseJsonLastWins(literal) as? JsonPrimitive)?.takeIf { it.isString }?.content

    /**
     * Returns [json] as text.
     *
     * @throws StoreException when [json] is nested too deep to be read back.
     */
    fun print(json: JsonElement): String = buildString { value(json, indent = "") }

    /**
     * Returns the text of the member [name] of a file with the value [json]: indented like a member, without the leading
     * indentation.
     *
     * @throws StoreException when [json] is nested too deep to be read back.
     */
    fun printMember(
        name: String,
        json: JsonElement,
    ): String =
        buildString {
            string(name)
            append(": ")
            value(json, indent = INDENT)
        }

    /** Returns whether [json] is valid in Python. The parser accepts any word without quotes; Python does not. */
    private fun isStrict(json: JsonElement): Boolean =
        when (json) {
            is JsonObject -> json.values.all(::isStrict)
            is JsonArray -> json.all(::isStrict)
            is JsonPrimitive -> json.isString || LITERAL.matches(json.content)
        }

    private fun StringBuilder.value(
        json: JsonElement,
        indent: String,
    ) {
        when (json) {
            is JsonObject -> members(json.entries, '{', '}', indent) { (name, value), inner ->
                string(name)
                append(": ")
                value(value, inner)
            }

            is JsonArray -> members(json, '[', ']', indent) { value, inner -> value(value, inner) }

            is JsonPrimitive -> if (json.isString) string(json.content) else append(json.content)
        }
    }

    private fun <T> StringBuilder.members(
        members: Collection<T>,
        open: Char,
        close: Char,
        indent: String,
        print: (T, String) -> Unit,
    ) {
        val inner = "$indent$INDENT"
        if (inner.length > MAX_JSON_DEPTH * INDENT.length) {
            throw StoreException("A token that is nested deeper than $MAX_JSON_DEPTH levels is not kept.")
        }
        append(open)
        members.forEachIndexed { i, member ->
            append(if (i == 0) "\n" else ",\n").append(inner)
            print(member, inner)
        }
        if (members.isNotEmpty()) append('\n').append(indent)
        append(close)
    }

    private fun StringBuilder.string(text: String) {
        append('"')
        var plain = 0
        for (i in text.indices) {
            val c = text[i]
            if (c in ' '..'~' && c != '"' && c != '\\') continue
            append(text, plain, i)
            plain = i + 1
            when (c) {
                '"' -> append("\\\"")
                '\\' -> append("\\\\")
                '\n' -> append("\\n")
                '\r' -> append("\\r")
                '\t' -> append("\\t")
                else -> append("\\u").append(c.code.toString(radix = 16).padStart(4, '0'))
            }
        }
        append(text, plain, text.length)
        append('"')
    }
}
