package io.github.oidcauth.internal.json

import java.math.BigDecimal

/**
 * Returns the number that [content], a number in JSON, is: a `Long`, else a `BigInteger` for a whole number, else a `Double`, and
 * a [BigDecimal] if it is too large for that.
 */
internal fun parseNumber(content: String): Number {
    val isWhole = content.all { it in '0'..'9' || it == '-' }
    if (isWhole) return content.toLongOrNull() ?: content.toBigInteger()
    return content.toDouble().takeIf { it.isFinite() } ?: BigDecimal(content)
}
