package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Returns true if the number of names in [text] equals the number of members in [json], its parsed form, so that no member is
 * repeated. This fast check is nearly always sufficient.
 */
internal fun isWithoutRepeats(
    json: JsonElement,
    text: String,
): Boolean = members(json) == namesIn(text)

private fun members(json: JsonElement): Int =
    when (json) {
        is JsonObject -> json.size + json.values.sumOf(::members)
        is JsonArray -> json.sumOf(::members)
        is JsonPrimitive -> 0
    }

/** Returns the number of members in JSON text, which is the number of colons outside of strings. */
private fun namesIn(text: String): Int {
    var names = 0
    forEachOutsideStrings(text) { if (it == ':') names++ }
    return names
}

/**
 * Finds the members of a JSON text that have two different values. Takes time in proportion to the length of the text: nothing
 * inside of a member that is known to differ is compared again. Used once.
 */
internal class RepeatedMembers(
    private val text: String,
) {
    private var at = 0
    private val ambiguous = mutableSetOf<String>()

    /** The outermost member that is being read; empty outside of members, as in an array. */
    private var outermost = ""

    /**
     * Returns the names of the outermost members in which a name has two values; an empty name if the document is not an object.
     */
    fun find(): Set<String> {
        blanks()
        value(isOutermost = true)
        return ambiguous
    }

    private fun value(isOutermost: Boolean = false) {
        when (peek()) {
            '{' -> members(isOutermost)
            '[' -> elements()
            '"' -> string()
            else -> while (at < text.length && peek() !in WORD_ENDS && !peek().isWhitespace()) at++
        }
        blanks()
    }

    private fun members(isOutermost: Boolean) {
        val seen = mutableMapOf<String, IntRange>()
        sequence('}') {
            val name = name()
            if (isOutermost) outermost = name
            blanks()
            at++
            blanks()
            val start = at
            value()
            val written = start until minOf(at, text.length)
            val before = seen.put(name, written)
            if (before != null && outermost !in ambiguous && !isSame(before, written)) ambiguous += outermost
        }
    }

    private fun elements() = sequence(']') { value() }

    private inline fun sequence(
        end: Char,
        item: () -> Unit,
    ) {
        at++
        blanks()
        while (at < text.length && peek() != end) {
            item()
            blanks()
            if (peek() == ',') at++
            blanks()
        }
        at++
    }

    private fun name(): String {
        val start = at
        string()
        val literal = text.substring(start, minOf(at, text.length))
        return (parseJsonLastWins(literal) as? JsonPrimitive)?.content ?: literal
    }

    /** Skips a string. Skips one character if none begins here, so that every step makes progress. */
    private fun string() {
        at++
        while (at < text.length && text[at] != '"') at += if (text[at] == '\\') 2 else 1
        at++
    }

    private fun blanks() {
        while (at < text.length && text[at].isWhitespace()) at++
    }

    private fun peek(): Char = text.getOrElse(at) { '\u0000' }

    /** Returns whether both slices have the same value, even if white space or escapes differ. */
    private fun isSame(
        one: IntRange,
        other: IntRange,
    ): Boolean {
        val value = parseJsonLastWins(text.substring(one).trim())
        return value != null && value == parseJsonLastWins(text.substring(other).trim())
    }

    private companion object {
        const val WORD_ENDS = ",]}"
    }
}
