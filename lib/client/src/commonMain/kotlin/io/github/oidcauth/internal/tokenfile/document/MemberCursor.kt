// Tested by PlainEntryTest.
package io.github.oidcauth.internal.tokenfile.document

/**
 * Visits the members of the JSON object in [text] that begins at [start], one after another. [text] is known to be well-formed,
 * and written as [StoreScanner] requires.
 */
internal class MemberCursor(
    private val text: ByteArray,
    start: Int,
) {
    private var at = start + 1
    private var nameStart = 0
    private var nameEnd = 0

    /** The index of the first byte of the value. */
    var valueStart = 0
        private set
    private var valueEnd = 0

    /** The first byte of the value, by which its type is known. */
    val valueType: Char get() = text[valueStart].toInt().toChar()

    /** Goes to the next member. Returns false when there is none. */
    fun next(): Boolean {
        while (at < text.size && isBetween(text[at])) at++
        if (at >= text.size || text[at] != QUOTE) return false
        nameStart = at + 1
        nameEnd = endOfString(at) - 1
        valueStart = nameEnd + AFTER_NAME
        valueEnd = endOfValue(valueStart)
        at = valueEnd
        return true
    }

    /** The name, as it is written. Null if it has escapes. */
    fun name(): String? = plain(nameStart, nameEnd)

    /** Returns the value if it is a string without escapes, else null. */
    fun string(): String? = if (text[valueStart] == QUOTE) plain(valueStart + 1, valueEnd - 1) else null

    /** Returns the value if it is a whole number without sign and exponent that fits a time, else null. */
    fun wholeNumber(): Long? {
        if (valueEnd - valueStart !in 1..MAX_DIGITS) return null
        var number = 0L
        for (i in valueStart until valueEnd) {
            val digit = text[i] - ZERO
            if (digit !in 0..9) return null
            number = number * 10 + digit
        }
        return number
    }

    private fun plain(
        start: Int,
        end: Int,
    ): String? {
        for (i in start until end) if (text[i] == BACKSLASH) return null
        return text.decodeToString(start, end)
    }

    private fun endOfString(start: Int): Int {
        var i = start + 1
        while (text[i] != QUOTE) i += if (text[i] == BACKSLASH) 2 else 1
        return i + 1
    }

    private fun endOfValue(start: Int): Int {
        if (text[start] == QUOTE) return endOfString(start)
        var i = start
        var depth = 0
        while (i < text.size) {
            when (text[i]) {
                QUOTE -> {
                    i = endOfString(i)
                    continue
                }

                OPEN, OPEN_LIST -> {
                    depth++
                }

                CLOSE, CLOSE_LIST -> {
                    if (--depth <= 0) return if (depth < 0) i else i + 1
                }

                COMMA, LINE_END -> {
                    if (depth == 0) return i
                }
            }
            i++
        }
        return i
    }

    private fun isBetween(byte: Byte): Boolean = byte == COMMA || byte == LINE_END || byte == BLANK

    private companion object {
        const val QUOTE = '"'.code.toByte()
        const val BACKSLASH = '\\'.code.toByte()
        const val COMMA = ','.code.toByte()
        const val LINE_END = '\n'.code.toByte()
        const val BLANK = ' '.code.toByte()
        const val OPEN = '{'.code.toByte()
        const val CLOSE = '}'.code.toByte()
        const val OPEN_LIST = '['.code.toByte()
        const val CLOSE_LIST = ']'.code.toByte()
        const val ZERO = '0'.code.toByte()

        /** The size of a quotation mark, a colon and a blank. */
        const val AFTER_NAME = 3
        const val MAX_DIGITS = 15
    }
}
