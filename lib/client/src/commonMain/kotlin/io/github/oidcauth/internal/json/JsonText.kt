package io.github.oidcauth.internal.json

import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.tokens.text
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Nobody nests responses or tokens this deep. Who does is hostile: comparing or printing them would exhaust the stack. */
internal const val MAX_JSON_DEPTH: Int = 100

private const val BYTE_ORDER_MARK = "\uFEFF"

/**
 * Returns [text] as JSON, or null when it is none, is nested deeper than [MAX_JSON_DEPTH], or has an object with two values for
 * one name.
 *
 * This is the one rule for members that are repeated, for every document of a protocol: metadata, keys, claims of JWTs, responses
 * of all endpoints. Only the header of a JWT may repeat nothing at all, as cryptography refuses that anyway. The same value twice
 * counts once, since everybody reads the same (Keycloak repeats `iss`). Of two values the sender and the reader might each
 * believe another one, so the document is refused (RFC 8259 §4, RFC 7515 §4, RFC 7519 §4). A leading byte order mark is skipped
 * (RFC 8259 §8.1).
 */
internal fun parseJson(text: String): JsonElement? = readJson(text)?.takeUnless { it.isAmbiguous }?.json

/**
 * Returns [text] as JSON, or null when it is none or is nested too deep. The last of repeated members counts, as in Python's
 * files.
 */
internal fun parseJsonLastWins(text: String): JsonElement? =
    try {
        if (depthOf(text) > MAX_JSON_DEPTH) null else Json.parseToJsonElement(text)
    } catch (_: SerializationException) {
        null
    }

/** Returns [text] without the mark that some servers put before it (RFC 8259 §8.1). */
internal fun withoutByteOrderMark(text: String): String = text.removePrefix(BYTE_ORDER_MARK)

/** Returns the document in [text], and in which of its members one name has two values; null when it is no JSON. */
internal fun readJson(text: String): JsonDocument? {
    val own = withoutByteOrderMark(text)
    val json = parseJsonLastWins(own) ?: return null
    val hasRepeats = !isWithoutRepeats(json, own)
    return JsonDocument(json, hasRepeats, if (hasRepeats) RepeatedMembers(own).find() else emptySet())
}

/** JSON, and the names of the outermost members that are [ambiguous]: one name has two values, there or further inside. */
internal class JsonDocument(
    val json: JsonElement,
    /** True if an object has a name twice, with the same value or another one. */
    val hasRepeats: Boolean,
    val ambiguous: Set<String>,
) {
    val isAmbiguous: Boolean get() = ambiguous.isNotEmpty()

    override fun toString(): String = "JsonDocument($REDACTED)"
}

/** The member [name] when it is a string. */
internal fun JsonObject.string(name: String): String? = (this[name] as? JsonPrimitive)?.takeIf { it.isString }?.content

private fun depthOf(text: String): Int {
    var depth = 0
    var deepest = 0
    forEachOutsideStrings(text) {
        when (it) {
            '{', '[' -> deepest = maxOf(deepest, ++depth)
            '}', ']' -> depth--
        }
    }
    return deepest
}

/** Calls [action] with each character of [text], which need not be valid JSON, that is outside of strings, in order. */
internal inline fun forEachOutsideStrings(
    text: String,
    action: (Char) -> Unit,
) {
    var inString = false
    var escaped = false
    for (c in text) {
        when {
            escaped -> escaped = false
            inString && c == '\\' -> escaped = true
            c == '"' -> inString = !inString
            !inString -> action(c)
        }
    }
}
