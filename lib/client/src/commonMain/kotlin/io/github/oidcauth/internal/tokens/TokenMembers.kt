// Tested by TokenJsonTest and TokenResponseReaderTest.
package io.github.oidcauth.internal.tokens

import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.text.scopeNames
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.math.floor

/**
 * The members of a token in [json] (RFC 6749 §5.1). Unusable members count as absent, and so does null: none of them is a reason
 * to lose the session.
 */
internal class TokenMembers(
    val json: JsonObject,
    /** Returns whether a name has two values in [json]. If the ambiguous names are not known, it applies to all. */
    private val isRepeated: (String) -> Boolean = { false },
) {
    val accessToken: String? get() = json.string("access_token")?.ifEmpty { null }
    val tokenType: String? get() = json.string("token_type")?.ifEmpty { null }
    val idToken: String? get() = json.string("id_token")?.ifEmpty { null }
    val refreshToken: String? get() = json.string("refresh_token")?.takeIf { it.length in 1..TokenSize.MAX_REFRESH_TOKEN }

    fun isAmbiguous(name: String): Boolean = isRepeated(name)

    /**
     * Returns the scopes, each once, with one space between two (RFC 6749 §3.3). They may be in an array, as Twitch sends them,
     * or be separated by [separator] or white space. Words that cannot be scopes are omitted, so that no more is granted than the
     * response says. Returns null when no scope is left.
     */
    fun scope(separator: Char = ' '): String? {
        fun blank(c: Char) = if (c == separator || c.isWhitespace()) ' ' else c
        return scopeTexts(json["scope"])
            .flatMap { text -> scopeNames(text.map(::blank).joinToString("")) }
            .filter { name -> name.all { it in '!'..'~' } }
            .distinct()
            .joinToString(" ")
            .takeIf { it.length in 1..TokenSize.MAX_SCOPE }
    }

    /**
     * Returns the member [name] in seconds, or null if it is no number of them. Servers send whole numbers, floats and numbers in
     * strings.
     */
    fun seconds(name: String): Long? = NumericDate.lenientSeconds(json[name])?.let { floor(it).toLong() }

    override fun toString(): String = "TokenMembers($REDACTED)"
}

/** Returns the texts in [value], which is one text or, from some servers, an array of texts; empty for anything else. */
internal fun scopeTexts(value: JsonElement?): List<String> =
    when (value) {
        is JsonPrimitive -> if (value.isString) listOf(value.content) else emptyList()
        is JsonArray -> value.mapNotNull { element -> (element as? JsonPrimitive)?.takeIf { it.isString }?.content }
        else -> emptyList()
    }
