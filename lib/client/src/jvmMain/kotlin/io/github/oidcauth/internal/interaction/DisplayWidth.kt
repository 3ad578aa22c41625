package io.github.oidcauth.internal.interaction

/**
 * The width of text on a terminal: two columns for a wide character of East Asia or an emoji, none for a mark on a letter or for an
 * escape sequence.
 */
internal object DisplayWidth {
    private const val ESCAPE = '\u001b'
    private const val STRING_END = "\u001b\\"
    private val FINAL_BYTES = '@'..'~'
    private val MARKS = setOf(Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT).map { it.toInt() }

    /** East Asian Width W and F of the blocks that are in use, and emoji. */
    private val WIDE =
        listOf(
            0x1100..0x115F,
            0x2E80..0x303E,
            0x3041..0xA4CF,
            0xA960..0xA97F,
            0xAC00..0xD7A3,
            0xF900..0xFAFF,
            0xFE30..0xFE6F,
            0xFF00..0xFF60,
            0xFFE0..0xFFE6,
            0x17000..0x18AFF,
            0x1B000..0x1B2FF,
            0x1F300..0x1F64F,
            0x1F680..0x1F6FF,
            0x1F900..0x1F9FF,
            0x20000..0x3FFFD,
        )

    /** Returns the number of columns that [text], one line, takes. */
    fun of(text: String): Int = scan(text) { false }.second

    /** Returns the length of the longest beginning of [text] that takes at most [columns]. */
    fun lengthWithin(
        text: String,
        columns: Int,
    ): Int = scan(text) { it > columns }.first

    /** Reads [text] until [isFull] is true of the columns, and returns the length read and its columns. */
    private inline fun scan(
        text: String,
        isFull: (Int) -> Boolean,
    ): Pair<Int, Int> {
        var columns = 0
        var at = 0
        while (at < text.length) {
            val end = if (text[at] == ESCAPE) endOfSequence(text, at) else at + Character.charCount(text.codePointAt(at))
            val width = if (text[at] == ESCAPE) 0 else ofCodePoint(text.codePointAt(at))
            if (isFull(columns + width)) break
            columns += width
            at = end
        }
        return at to columns
    }

    private fun ofCodePoint(code: Int): Int =
        when {
            Character.getType(code) in MARKS -> 0
            WIDE.any { code in it } -> 2
            else -> 1
        }

    private fun endOfSequence(
        text: String,
        start: Int,
    ): Int {
        val end =
            when (text.getOrNull(start + 1)) {
                '[' -> (start + 2 until text.length).firstOrNull { text[it] in FINAL_BYTES }?.plus(1)
                ']' -> text.indexOf(STRING_END, start + 2).takeIf { it >= 0 }?.plus(STRING_END.length)
                else -> start + 2
            }
        return (end ?: text.length).coerceAtMost(text.length)
    }
}
