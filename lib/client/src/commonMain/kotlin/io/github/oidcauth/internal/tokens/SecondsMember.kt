package io.github.oidcauth.internal.tokens

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.NumericDate
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** No lifetime or interval of a protocol is longer. The limit prevents overflows. */
private val LONGEST = 365.days

/**
 * Returns the member [name] as a duration: a number of seconds, or a numeric string, which some servers send. Null when it is
 * absent; at most a year, and negative ones are minus one second.
 *
 * @throws InvalidResponseException when it is something else.
 */
internal fun JsonObject.durationOf(name: String): Duration? {
    val value = this[name]
    if (value == null || value is JsonNull) return null
    val number =
        NumericDate.lenientSeconds(value) ?: throw InvalidResponseException("The member $name is not a number of seconds.")
    return number.coerceIn(-1.0, LONGEST.inWholeSeconds.toDouble()).seconds
}

/** Returns the string member [name]. @throws InvalidResponseException when it is absent, empty or no string. */
internal fun JsonObject.requiredText(name: String): String =
    stringOrThrow(name)?.takeIf { it.isNotEmpty() } ?: throw InvalidResponseException("The server's response has no $name.")

/**
 * Returns the member [name], which this library has written, as a time: a JSON number of seconds since 1970.
 *
 * @throws InvalidResponseException when it is something else.
 */
internal fun JsonObject.instantOf(name: String): Instant {
    val time = NumericDate.of(this[name]) ?: throw InvalidResponseException("The member $name is not a time.")
    return Instant.fromEpochSeconds(time.epochSeconds)
}
