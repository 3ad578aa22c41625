package io.github.oidcauth.cli.api

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonPrimitive

/** One `-f key=value` or `-F key=value` of the command line. The names in [path] come from `key[name][]`, as in `gh api`. */
internal class ApiField(
    val key: String,
    val value: JsonElement,
) {
    /** The names in [key]: `a[b][]` has `a`, `b` and an empty one, which adds to an array. */
    val path: List<String> = key.substringBefore('[').let { first ->
        listOf(first) + NAME.findAll(key.removePrefix(first)).map { it.groupValues[1] }
    }

    companion object {
        private val KEY = Regex("[^\\[\\]=]+(\\[[^\\[\\]=]*])*")
        private val NAME = Regex("\\[([^\\[\\]]*)]")
        private val INTEGER = Regex("-?(0|[1-9][0-9]{0,17})")

        /** Returns the field in [text] with its value as a string, or null if [text] is none. */
        fun raw(text: String): ApiField? = split(text) { JsonPrimitive(it) }

        /**
         * Returns the field in [text], whose value is a boolean, null or an integer where it is spelled like one, and the content of
         * a file for `@FILE`, by [read]. Null if [text] is no field.
         */
        fun typed(
            text: String,
            read: (String) -> String,
        ): ApiField? =
            split(text) { value ->
                when {
                    value == "true" || value == "false" -> JsonPrimitive(value.toBoolean())
                    value == "null" -> JsonNull
                    INTEGER.matches(value) -> JsonPrimitive(value.toLong())
                    value.startsWith("@") -> JsonPrimitive(read(value.drop(1)))
                    else -> JsonPrimitive(value)
                }
            }

        private fun split(
            text: String,
            valueOf: (String) -> JsonElement,
        ): ApiField? {
            val key = text.substringBefore('=', "")
            return if (KEY.matches(key)) ApiField(key, valueOf(text.substringAfter('='))) else null
        }
    }
}
