package io.github.oidcauth.internal.tokens

import io.github.oidcauth.InvalidResponseException
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** No lifetime or interval of a protocol is longer. The limit prevents overflows. */
private val LONGEST = 365.days

/**
 * Returns the member [name] as a duration: a number of seconds, or a numeric string, which some servers send. Returns null when
 * it is absent, at most a year, and minus one second for negative numbers.
 *
 * @throws InvalidResponseException when it is not a number.
 */
internal fun JsonObject.durationOf(name: String): Duration? {
    val value = this[name]
    if (value == null || value is JsonNull) return null
    val number = (value as? JsonPrimitive)?.content?.trim()?.toDoubleOrNull()?.takeUnless { it.isNaN() }
    if (number == null) throw InvalidResponseException("The member $name is not a number of seconds.")
    return number.coerceIn(-1.0, LONGEST.inWholeSeconds.toDouble()).seconds
}

/**
 * Returns the string member [name].
 *
 * @throws InvalidResponseException when it is absent, empty or not a string.
 */
internal fun JsonObject.requiredText(name: String): String =
    text(name)?.takeIf { it.isNotEmpty() } ?: throw InvalidResponseException("The server's response has no $name.")

/**
 * Returns the member [name] as a time: a whole number of seconds since 1970.
 *
 * @throws InvalidResponseException when it is not one.
 */
internal fun JsonObject.instantOf(name: String): Instant {
    val seconds = (this[name] as? JsonPrimitive)?.content?.toLongOrNull()
    return Instant.fromEpochSeconds(seconds ?: throw InvalidResponseException("The member $name is not a time."))
}
