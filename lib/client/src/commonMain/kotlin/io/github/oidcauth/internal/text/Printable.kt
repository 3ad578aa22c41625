package io.github.oidcauth.internal.text

/**
 * Returns untrusted text in a form that can be printed to a terminal or a log: one line of at most [max] UTF-16 units, without
 * invisible characters, characters that look like blanks, and unpaired surrogates, and with no more marks on a letter than
 * languages use.
 */
internal fun String.printable(max: Int = 300): String {
    val text = line((max + 1L) * UNITS_READ).trim()
    if (text.length <= max) return text
    val end = if (max > 0 && text[max - 1].isHighSurrogate()) max - 1 else max
    return text.take(end).trimEnd() + "…"
}

/** Removed marks are read but not written, so more is read than written. The factor limits the work. */
private const val UNITS_READ = 16

private fun String.line(most: Long): String =
    buildString {
        var marks = MAX_MARKS
        var i = 0
        while (i < this@line.length && i < most) {
            val first = this@line[i]
            val second = this@line.getOrNull(i + 1)?.takeIf { first.isHighSurrogate() && it.isLowSurrogate() }
            i += if (second == null) 1 else 2
            val code = if (second == null) first.code else codePoint(first, second)
            when {
                isUnprintable(code) -> {
                    append(' ')
                    marks = MAX_MARKS
                }

                // A mark without a letter before it would be drawn on the text that this program prints.
                isMark(code) -> {
                    if (marks++ < MAX_MARKS) append(first).also { second?.let(::append) }
                }

                else -> {
                    append(first)
                    second?.let(::append)
                    marks = 0
                }
            }
        }
    }

/**
 * Hebrew with accents has three marks on one letter, Tibetan four. A large number of marks would cover the lines above and below.
 */
private const val MAX_MARKS = 4

private fun isUnprintable(code: Int): Boolean {
    if (code >= FIRST_SUPPLEMENTARY) return InvisibleCharacters.isIn(code)
    val c = code.toChar()
    val isBlank = c.isISOControl() || c.isWhitespace() || c.category == CharCategory.FORMAT
    return isBlank || c.isSurrogate() || InvisibleCharacters.isIn(code)
}

private fun isMark(code: Int): Boolean =
    if (code >= FIRST_SUPPLEMENTARY) {
        CombiningMarks.isIn(code)
    } else {
        code.toChar().category.let { it == CharCategory.NON_SPACING_MARK || it == CharCategory.ENCLOSING_MARK }
    }

private fun codePoint(
    first: Char,
    second: Char,
) = FIRST_SUPPLEMENTARY + ((first - Char.MIN_HIGH_SURROGATE) shl UNIT_BITS) + (second - Char.MIN_LOW_SURROGATE)

private const val FIRST_SUPPLEMENTARY = 0x10000
private const val UNIT_BITS = 10
