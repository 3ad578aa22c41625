package io.github.oidcauth.internal.text

/**
 * Returns [name] with the characters of other alphabets spelled by their numbers, if it has letters of ASCII too: some look the same,
 * as the Cyrillic а, which is written `\u0430` here. A name in one alphabet is returned unchanged.
 */
internal fun spellForeignLetters(name: String): String {
    val isMixed = name.any { it in 'a'..'z' || it in 'A'..'Z' } && name.any(::isForeign)
    if (!isMixed) return name
    return name.map { if (isForeign(it)) "\\u" + it.code.toString(HEX).padStart(DIGITS, '0') else "$it" }.joinToString("")
}

/** Letters of Latin script with accents, up to Latin Extended-B, are not taken for others. */
private fun isForeign(c: Char): Boolean = c.code > LAST_LATIN

private const val LAST_LATIN = 0x24F
private const val HEX = 16
private const val DIGITS = 4
