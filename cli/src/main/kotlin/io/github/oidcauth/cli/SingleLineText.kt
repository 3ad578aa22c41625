package io.github.oidcauth.cli

/**
 * Returns text from a server or a file in a form that is safe for a terminal: each invisible character, line break and
 * character drawn as a blank becomes one blank, and of many combining marks on one letter only the first few stay.
 */
internal fun String.onOneLine(): String =
    buildString {
        var marks = MAX_MARKS
        this@onOneLine.codePoints().forEach { code ->
            when {
                isUnprintable(code) -> append(' ').also { marks = MAX_MARKS }
                !isMark(code) -> appendCodePoint(code).also { marks = 0 }
                marks++ < MAX_MARKS -> appendCodePoint(code)
            }
        }
    }

private const val MAX_MARKS = 4

private fun isUnprintable(code: Int): Boolean =
    (code != ' '.code && Character.getType(code) in UNPRINTABLE) || BLANKS.any { code in it }

private fun isMark(code: Int): Boolean = Character.getType(code) in MARKS

private val MARKS = setOf(Character.NON_SPACING_MARK, Character.ENCLOSING_MARK).map { it.toInt() }

/** Halves of characters are surrogates here. */
private val UNPRINTABLE =
    setOf(
        Character.CONTROL,
        Character.FORMAT,
        Character.SURROGATE,
        Character.LINE_SEPARATOR,
        Character.PARAGRAPH_SEPARATOR,
        Character.SPACE_SEPARATOR,
    ).map { it.toInt() }

/**
 * Letters and symbols that are drawn as a blank or not at all: Default_Ignorable_Code_Point of Unicode 18.0, and others that
 * are drawn so.
 */
private val BLANKS =
    listOf(
        0x034F..0x034F,
        0x115F..0x1160,
        0x17B4..0x17B5,
        0x180B..0x180F,
        0x2065..0x2065,
        0x2800..0x2800,
        0x3164..0x3164,
        0xFDD0..0xFDEF,
        0xFE00..0xFE0F,
        0xFFA0..0xFFA0,
        0xFFF0..0xFFF8,
        0xFFFC..0xFFFC,
        0xFFFE..0xFFFF,
        0x13441..0x13442,
        0x16FE4..0x16FE4,
        0x1D159..0x1D159,
        0xE0000..0xE0FFF,
    )
