package io.github.oidcauth.internal.json

import io.github.oidcauth.internal.text.REDACTED
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * The limit for nested JSON, far above that of any response or token. Comparing or printing JSON that is nested deeper could
 * exhaust the stack, so a hostile server could use it.
 */
internal const val MAX_JSON_DEPTH: Int = 100

private const val BYTE_ORDER_MARK = "\uFEFF"

/**
 * Parses [text]. Returns null when it is not JSON, is nested deeper than [MAX_JSON_DEPTH], or has an object with two values for
 * one name.
 *
 * This rule for repeated members holds for all documents of the protocols: metadata, keys, claims of JWTs, responses of all
 * endpoints. Only the header of a JWT may not repeat a member at all, because the cryptography refuses that anyway. The same
 * value twice counts once, since every reader gets the same value (Keycloak repeats `iss`). With two different values the sender
 * and the reader might use different ones, so the document is refused (RFC 8259 §4, RFC 7515 §4, RFC 7519 §4). A leading byte
 * order mark is skipped (RFC 8259 §8.1).
 */
internal fun parseJson(text: String): JsonElement? = readJson(text)?.takeUnless { it.isAmbiguous }?.json

/**
 * Parses [text]. Returns null when it is not JSON or is nested too deep. The last of repeated members counts, as in Python's
 * files.
 */
internal fun parseJsonLastWins(text: String): JsonElement? =
    try {
        if (depthOf(text) > MAX_JSON_DEPTH) null else Json.parseToJsonElement(text)
    } catch (_: SerializationException) {
        null
    }

/** Returns [text] without the byte order mark that some servers put before it (RFC 8259 §8.1). */
internal fun withoutByteOrderMark(text: String): String = text.removePrefix(BYTE_ORDER_MARK)

/** Parses [text] and finds the members in which one name has two values. Returns null when it is not JSON. */
internal fun readJson(text: String): JsonDocument? {
    val own = withoutByteOrderMark(text)
    val json = parseJsonLastWins(own) ?: return null
    val hasRepeats = !isWithoutRepeats(json, own)
    return JsonDocument(json, hasRepeats, if (hasRepeats) RepeatedMembers(own).find() else emptySet())
}

/**
 * JSON, and the names of the outermost members that are [ambiguous]: in the member or further inside, one name has two values.
 */
internal class JsonDocument(
    val json: JsonElement,
    /** True if an object has a name twice, with the same value or another one. */
    val hasRepeats: Boolean,
    val ambiguous: Set<String>,
) {
    val isAmbiguous: Boolean get() = ambiguous.isNotEmpty()

    override fun toString(): String = "JsonDocument($REDACTED)"
}

/** Returns the member [name] if it is a string, else null. */
internal fun JsonObject.string(name: String): String? = (this[name] as? JsonPrimitive)?.takeIf { it.isString }?.content

/** Returns true if [text] is nested deeper than [MAX_JSON_DEPTH]. */
internal fun isNestedTooDeep(text: String): Boolean = depthOf(text) > MAX_JSON_DEPTH

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

/** Calls [action] with each character of [text] that is outside of strings, in order. [text] need not be valid JSON. */
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
