package io.github.oidcauth.internal.json

import java.math.BigDecimal

/**
 * Returns the number that [content] is: a `Long`, else a `BigInteger` for a whole number, else a `Double`, and a [BigDecimal] if it
 * is too large for that. Returns null for other literals, which the parser lets pass, for more than [MAX_DIGITS] characters,
 * whose conversion would take seconds, and for an exponent that not even a [BigDecimal] has.
 */
internal fun parseNumber(content: String): Number? {
    if (content.length > MAX_DIGITS || !NUMBER.matches(content)) return null
    val isWhole = content.all { it in '0'..'9' || it == '-' }
    if (isWhole) return content.toLongOrNull() ?: content.toBigInteger()
    return content.toDouble().takeIf { it.isFinite() } ?: content.toBigDecimalOrNull()
}

/** RFC 8259 §6. */
private val NUMBER = Regex("-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?")

private const val MAX_DIGITS = 1000
