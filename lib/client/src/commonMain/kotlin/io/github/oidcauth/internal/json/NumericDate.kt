package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonPrimitive
import kotlin.math.floor
import kotlin.time.Instant

/** Times in JWTs: seconds since 1970, a JSON number that may have a fraction (RFC 7519 §2). */
internal object NumericDate {
    /** 9999-12-31T23:59:59Z. Later times are treated as invalid. */
    private const val LAST = 253_402_300_799.0
    private const val MAX_LENGTH = 32
    private const val NANOS = 1_000_000_000
    private val NUMBER = Regex("(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")

    /** Returns the time in [value], or null when it is not valid: text, negative, or after the year 9999. */
    fun of(value: JsonElement?): Instant? {
        val text = (value as? JsonPrimitive)?.takeUnless { it.isString }?.content ?: return null
        if (text.length > MAX_LENGTH || !NUMBER.matches(text)) return null
        val seconds = text.toDouble()
        if (seconds > LAST) return null
        val whole = floor(seconds)
        return Instant.fromEpochSeconds(whole.toLong(), ((seconds - whole) * NANOS).toInt())
    }
}
