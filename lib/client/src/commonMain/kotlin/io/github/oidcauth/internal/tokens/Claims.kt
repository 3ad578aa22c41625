package io.github.oidcauth.internal.tokens

import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.text.scopeNames
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Instant

/**
 * Returns the member [name] as a time if it is a number of seconds since 1970, whole or not (RFC 7519 §2, NumericDate), which
 * some servers write as text; else null.
 */
internal fun JsonObject.epochSecondsOf(name: String): Instant? =
    NumericDate.lenientSeconds(this[name])?.let { Instant.fromEpochSeconds(it.toLong()) }

/**
 * Returns the strings of the member [name], which may be one string or an array of strings, like `aud` (RFC 7519 §4.1.3); empty
 * when it is neither.
 */
internal fun JsonObject.stringsOf(name: String): List<String> =
    when (val value = this[name]) {
        is JsonPrimitive -> if (value.isString) listOf(value.content) else emptyList()
        is JsonArray -> value.mapNotNull { element -> (element as? JsonPrimitive)?.takeIf { it.isString }?.content }
        else -> emptyList()
    }

/** Returns true if the member [name] is true, as a boolean or as text; Cognito and Apple write `"true"`. */
internal fun JsonObject.isTrue(name: String): Boolean = (this[name] as? JsonPrimitive)?.content.equals("true", ignoreCase = true)

/**
 * Returns the scopes in the member [name], which are separated by spaces or, from some servers, in an array (RFC 6749 §3.3).
 * Returns null when there are none.
 */
internal fun JsonObject.scopeOf(name: String): String? =
    scopeTexts(this[name]).flatMap(::scopeNames).joinToString(" ").ifEmpty { null }
