package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonPrimitive

/**
 * Splits the text of a JSON array into its elements, or of a JSON object into its members with their names, without changing the
 * text.
 *
 * The text must be well-formed JSON that was parsed before. For other text the slices are meaningless, without an error.
 */
internal object JsonSlices {
    /** Returns the slices of [json], an array or an object, without surrounding white space; none for an empty one. */
    fun of(json: String): List<String> {
        val text = json.trim()
        val slices = mutableListOf<String>()
        var start = 1
        var depth = 0
        forEachStructural(text) { at, c ->
            when (c) {
                '{', '[' -> depth++
                '}', ']' -> depth--
            }
            if (depth == 0 || (c == ',' && depth == 1)) {
                slices += text.substring(minOf(start, at), at).trim()
                start = at + 1
            }
        }
        return if (slices.size == 1 && slices[0].isEmpty()) emptyList() else slices
    }

    /** Returns the name of the member that is written as [slice], or null when that is not the text of a member. */
    fun nameOf(slice: String): String? {
        val name = slice.substring(0, colonOf(slice).coerceAtLeast(0)).trim()
        return (parseJson(name) as? JsonPrimitive)?.takeIf { it.isString }?.content
    }

    /** Returns the value of the member that is written as [slice]: what follows the first colon outside of its name. */
    fun valueOf(slice: String): String = slice.substring(colonOf(slice) + 1).trim()

    private fun colonOf(slice: String): Int {
        var colon = -1
        forEachStructural(slice) { at, c -> if (c == ':' && colon < 0) colon = at }
        return colon
    }

    /** Calls [visit] with each character outside of strings and its index. */
    private inline fun forEachStructural(
        text: String,
        visit: (Int, Char) -> Unit,
    ) {
        var inString = false
        var escaped = false
        text.forEachIndexed { at, c ->
            when {
                escaped -> escaped = false
                inString && c == '\\' -> escaped = true
                c == '"' -> inString = !inString
                !inString -> visit(at, c)
            }
        }
    }
}
