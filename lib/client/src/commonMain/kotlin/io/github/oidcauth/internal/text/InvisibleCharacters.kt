package io.github.oidcauth.internal.text

/**
 * Invisible characters: those that are not displayed by default (Default_Ignorable_Code_Point), formats (category Cf) of more
 * than one UTF-16 unit, letters and symbols that are drawn as a blank, and code points that are not characters. Unicode 18.0.
 */
internal object InvisibleCharacters {
    private val RANGES =
        listOf(
            // Default_Ignorable_Code_Point: soft hyphen, grapheme joiner, Arabic letter mark, Hangul and Khmer fillers, Mongolian
            // and other variation selectors, zero widths, directions, invisible operators.
            0x00AD..0x00AD,
            0x034F..0x034F,
            0x061C..0x061C,
            0x115F..0x1160,
            0x17B4..0x17B5,
            0x180B..0x180F,
            0x200B..0x200F,
            0x202A..0x202E,
            0x2060..0x206F,
            0x3164..0x3164,
            0xFE00..0xFE0F,
            0xFEFF..0xFEFF,
            0xFFA0..0xFFA0,
            0xFFF0..0xFFF8,
            // Shorthand, music, tags, and more variation selectors.
            0x1BCA0..0x1BCA3,
            0x1D173..0x1D17A,
            0xE0000..0xE0FFF,
            // Formats: Kaithi and Egyptian.
            0x110BD..0x110BD,
            0x110CD..0x110CD,
            0x13430..0x1343F,
            // Drawn as a blank: Braille without dots, Egyptian full and half, Khitan filler, a note without a head, a
            // placeholder.
            0x2800..0x2800,
            0x13441..0x13442,
            0x16FE4..0x16FE4,
            0x1D159..0x1D159,
            0xFFFC..0xFFFC,
            // Not characters. The last two code points of each plane are not characters either.
            0xFDD0..0xFDEF,
        )
    private const val IN_PLANE = 0xFFFF
    private const val LAST_TWO = 0xFFFE

    fun isIn(code: Int): Boolean = code and IN_PLANE >= LAST_TWO || RANGES.any { code in it }
}
