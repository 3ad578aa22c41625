package io.github.oidcauth.internal.tokens

import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.text.scopeNames
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.math.floor

/**
 * The members of a token in [json], as far as they can be used (RFC 6749 §5.1). What cannot, counts as absent, as null does: none
 * of these is worth a session.
 */
internal class TokenMembers(
    val json: JsonObject,
    /** The names in [json] that have two values, or all of it when that is not known. */
    private val isRepeated: (String) -> Boolean = { false },
) {
    val accessToken: String? get() = json.string("access_token")?.ifEmpty { null }
    val tokenType: String? get() = json.string("token_type")?.ifEmpty { null }
    val idToken: String? get() = json.string("id_token")?.ifEmpty { null }
    val refreshToken: String? get() = json.string("refresh_token")?.takeIf { it.length in 1..TokenSize.MAX_REFRESH_TOKEN }

    fun isAmbiguous(name: String): Boolean = isRepeated(name)

    /**
     * The scopes, each once, with one space between two (RFC 6749 §3.3). They may be in an array, as Twitch has them, or have a
     * [separator] or any blank between two. Words that cannot be scopes are left out, so that no user is granted more than the
     * response says; null when nothing is left.
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
     * The member [name] in seconds, or null when it is no number of them. Servers send whole numbers, floats and numbers in
     * strings.
     */
    fun seconds(name: String): Long? {
        val number = (json[name] as? JsonPrimitive)?.takeUnless { it is JsonNull }?.content?.trim()?.toDoubleOrNull()
        return number?.takeUnless { it.isNaN() }?.let { floor(it).toLong() }
    }

    override fun toString(): String = "TokenMembers($REDACTED)"
}

/** The texts in [value], which is one, or an array of them as some servers write scopes; of anything else none. */
internal fun scopeTexts(value: JsonElement?): List<String> =
    when (value) {
        is JsonPrimitive -> if (value.isString) listOf(value.content) else emptyList()
        is JsonArray -> value.mapNotNull { element -> (element as? JsonPrimitive)?.takeIf { it.isString }?.content }
        else -> emptyList()
    }
