package io.github.oidcauth.internal.tokens

import io.github.oidcauth.internal.text.scopeNames
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Instant

/**
 * The member [name] as a time when it is a number of seconds since 1970, whole or not (RFC 7519 §2, NumericDate), which some
 * servers write as text; else null.
 */
internal fun JsonObject.epochSecondsOf(name: String): Instant? {
    val number = (this[name] as? JsonPrimitive)?.content?.trim()?.toDoubleOrNull()?.takeUnless { it.isNaN() }
    return number?.let { Instant.fromEpochSeconds(it.toLong()) }
}

/**
 * The strings of the member [name], which may be one or an array of them, as `aud` (RFC 7519 §4.1.3); empty when it is neither.
 */
internal fun JsonObject.stringsOf(name: String): List<String> =
    when (val value = this[name]) {
        is JsonPrimitive -> if (value.isString) listOf(value.content) else emptyList()
        is JsonArray -> value.mapNotNull { element -> (element as? JsonPrimitive)?.takeIf { it.isString }?.content }
        else -> emptyList()
    }

/** True when the member [name] says so: as a boolean, or as text, as Cognito and Apple write it (`"true"`). */
internal fun JsonObject.isTrue(name: String): Boolean = (this[name] as? JsonPrimitive)?.content.equals("true", ignoreCase = true)

/**
 * The scopes in the member [name]: space separated, or in an array as some servers write them (RFC 6749 §3.3). Null when there
 * are none.
 */
internal fun JsonObject.scopeOf(name: String): String? =
    scopeTexts(this[name]).flatMap(::scopeNames).joinToString(" ").ifEmpty { null }
