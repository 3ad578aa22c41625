package io.github.oidcauth.internal.protocol

/**
 * Text from a stranger, fit for a terminal and a log: one line, no control or formatting characters, no halves of characters,
 * and at most [max] UTF-16 units.
 */
internal fun String.printable(max: Int = 300): String {
    val text = line().trim()
    if (text.length <= max) return text
    val end = if (max > 0 && text[max - 1].isHighSurrogate()) max - 1 else max
    return text.take(end).trimEnd() + "…"
}

private fun String.line(): String =
    buildString {
        var i = 0
        while (i < this@line.length) {
            val first = this@line[i]
            val second = this@line.getOrNull(i + 1)?.takeIf { first.isHighSurrogate() && it.isLowSurrogate() }
            when {
                second == null -> append(if (isUnfit(first)) ' ' else first)
                isFormat(first, second) -> append(' ')
                else -> append(first).append(second)
            }
            i += if (second == null) 1 else 2
        }
    }

private fun isUnfit(c: Char) = c.isISOControl() || c.isWhitespace() || c.category == CharCategory.FORMAT || c.isSurrogate()

/** Kotlin tells the category of one UTF-16 unit only, so those that need two are listed: Unicode 17, category Cf. */
private fun isFormat(
    first: Char,
    second: Char,
): Boolean {
    val code = FIRST_SUPPLEMENTARY + ((first - Char.MIN_HIGH_SURROGATE) shl UNIT_BITS) + (second - Char.MIN_LOW_SURROGATE)
    return FORMATS.any { code in it }
}

private const val FIRST_SUPPLEMENTARY = 0x10000
private const val UNIT_BITS = 10

/** Kaithi, Egyptian, shorthand, music, and the tags, with the rest of their block, in which nothing is visible. */
private val FORMATS =
    listOf(0x110BD..0x110BD, 0x110CD..0x110CD, 0x13430..0x1343F, 0x1BCA0..0x1BCA3, 0x1D173..0x1D17A, 0xE0000..0xE0FFF)
