package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonPrimitive
import kotlin.math.floor
import kotlin.time.Instant

/** Times as seconds since 1970, and other numbers of seconds. Pure. */
internal object NumericDate {
    /** 9999-12-31T23:59:59Z. Later times are treated as invalid. */
    const val LAST: Long = 253_402_300_799L
    private const val MAX_LENGTH = 32
    private const val NANOS = 1_000_000_000
    private val NUMBER = Regex("(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")

    /**
     * Returns the time that [value] is in a JWT: a JSON number that may have a fraction (RFC 7519 §2). Null if it is text,
     * negative, or beyond the year 9999.
     */
    fun of(value: JsonElement?): Instant? {
        val seconds = seconds(value) ?: return null
        val whole = floor(seconds)
        return Instant.fromEpochSeconds(whole.toLong(), ((seconds - whole) * NANOS).toInt())
    }

    /** Returns the seconds since 1970 that [value] is, with their fraction; null as for [of]. */
    fun seconds(value: JsonElement?): Double? {
        val text = (value as? JsonPrimitive)?.takeUnless { it.isString }?.content ?: return null
        if (text.length > MAX_LENGTH || !NUMBER.matches(text)) return null
        return text.toDouble().takeIf { it <= LAST }
    }

    /**
     * Returns the number of seconds that [value] is outside of JWTs, perhaps negative or without an end. Servers write them as
     * numbers, whole or not, and as text. Null if it is neither.
     */
    fun lenientSeconds(value: JsonElement?): Double? =
        (value as? JsonPrimitive)?.content?.trim()?.toDoubleOrNull()?.takeUnless { it.isNaN() }
}
