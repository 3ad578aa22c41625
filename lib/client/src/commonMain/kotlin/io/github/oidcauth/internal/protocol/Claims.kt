package io.github.oidcauth.internal.protocol

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Instant

/** The member [name] as a time when it is a number of seconds since 1970, whole or not (RFC 7519 §2, NumericDate); else null. */
internal fun JsonObject.epochSecondsOf(name: String): Instant? {
    val number = (this[name] as? JsonPrimitive)?.takeUnless { it.isString }?.content?.toDoubleOrNull()?.takeUnless { it.isNaN() }
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
