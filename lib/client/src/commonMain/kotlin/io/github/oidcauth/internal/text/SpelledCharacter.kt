// Tested by RedactionTest.
package io.github.oidcauth.internal.text

/** A character of a secret in all its spellings. */
internal class SpelledCharacter private constructor(
    private val plain: String,
    private val ignoreCase: Boolean,
    /** The corresponding character in the other base64 alphabet, or null. */
    private val other: Char?,
) {
    private val octets = plain.encodeToByteArray()
    private val first = plain[0]

    /** Returns false if no spelling begins with [c]. Fast; may return true for other characters. */
    fun mayBeginWith(c: Char): Boolean =
        c.equals(first, ignoreCase) || c == other || c == '%' || c == '\\' || c == '&' || c == '+'

    /** Returns the index after this character if [text] has it at [at], else [EchoedSecret.NONE]. */
    fun endIn(
        text: String,
        at: Int,
    ): Int {
        if (at >= text.length) return NONE
        // Each level of escaping doubles the backslashes.
        if (first == '\\') return endOfRun(text, at).takeIf { it > at } ?: percentEncoded(text, at)
        val encoded =
            when (text[at]) {
                '%' -> percentEncoded(text, at)
                '\\' -> escaped(text, at)
                '&' -> entity(text, at)
                else -> NONE
            }
        return when {
            // Checked first: the character itself may be the one that an encoding begins with.
            encoded != NONE -> encoded

            text.startsWith(plain, at, ignoreCase) -> at + plain.length

            text[at] == other || (text[at] == '+' && first == ' ') -> at + 1

            else -> NONE
        }
    }

    private fun endOfRun(
        text: String,
        at: Int,
    ): Int {
        var end = at
        while (end < text.length && end - at < MAX_BACKSLASHES && text[end] == '\\') end++
        return end
    }

    /** Matches percent-encoded UTF-8 (RFC 3986 §2.1). `%25` instead of `%` was encoded twice. */
    private fun percentEncoded(
        text: String,
        at: Int,
    ): Int {
        var end = at
        for (octet in octets) {
            if (text.getOrNull(end) != '%') return NONE
            end++
            while (hex(text, end, 2) != octet.toInt() and OCTET && text.startsWith("25", end)) end += 2
            if (hex(text, end, 2) != octet.toInt() and OCTET) return NONE
            end += 2
        }
        return end
    }

    /** Matches the escapes of JSON (RFC 8259 §7) and of programming languages. */
    private fun escaped(
        text: String,
        at: Int,
    ): Int {
        val mark = endOfRun(text, at)
        val numbered = escapedByNumber(text, mark)
        val letter = SHORT[first]
        return when {
            // Checked first: the character itself may be the letter that a number begins with.
            numbered != NONE -> numbered

            text.startsWith(plain, mark) -> mark + plain.length

            letter != null && text.getOrNull(mark) == letter -> mark + 1

            else -> NONE
        }
    }

    private fun escapedByNumber(
        text: String,
        mark: Int,
    ): Int {
        var end = mark
        for ((index, unit) in plain.withIndex()) {
            if (index > 0) end = endOfRun(text, end)
            val digits = DIGITS[text.getOrNull(end)] ?: return NONE
            // Case is ignored, as everywhere here.
            val code = hex(text, end + 1, digits)
            if (code == NONE || !code.toChar().equals(unit, ignoreCase)) return NONE
            end += 1 + digits
        }
        return end
    }

    /** Matches `&lt;`, `&#60;`, `&#x3c;`, and `&amp;lt;`, which was escaped twice. */
    private fun entity(
        text: String,
        at: Int,
    ): Int {
        val name = ENTITIES[first]
        var start = at + 1
        while (true) {
            if (name != null && name != AMPERSAND && text.startsWith(name, start, ignoreCase = true)) return start + name.length
            if (text.getOrNull(start) == '#') return numbered(text, start + 1)
            if (!text.startsWith(AMPERSAND, start)) return if (first == '&' && start > at + 1) start else NONE
            start += AMPERSAND.length
        }
    }

    private fun numbered(
        text: String,
        at: Int,
    ): Int {
        val end = (at..minOf(at + MAX_NUMBER, text.lastIndex)).firstOrNull { text[it] == ';' } ?: return NONE
        val digits = text.substring(at, end)
        val isHex = digits.startsWith('x', ignoreCase = true)
        val number = if (isHex) digits.drop(1).toIntOrNull(HEX) else digits.toIntOrNull()
        return if (number == codePoint()) end + 1 else NONE
    }

    private fun codePoint(): Int =
        if (plain.length == 1) {
            first.code
        } else {
            SUPPLEMENTARY + ((first - Char.MIN_HIGH_SURROGATE) shl UNIT_BITS) + (plain[1] - Char.MIN_LOW_SURROGATE)
        }

    private fun hex(
        text: String,
        at: Int,
        digits: Int,
    ): Int {
        if (at + digits > text.length) return NONE
        var number = 0
        for (i in at until at + digits) number = number * HEX + (text[i].digitToIntOrNull(HEX) ?: return NONE)
        return number
    }

    companion object {
        private const val NONE = EchoedSecret.NONE
        private const val OCTET = 0xff
        private const val HEX = 16
        private const val SUPPLEMENTARY = 0x10000
        private const val UNIT_BITS = 10
        private const val MAX_NUMBER = 8

        /** Enough for four levels of escaping. Without the limit, a text of backslashes alone would take too long. */
        private const val MAX_BACKSLASHES = 16
        private const val AMPERSAND = "amp;"
        private val SHORT = mapOf('\n' to 'n', '\r' to 'r', '\t' to 't', '\b' to 'b', '\u000c' to 'f')
        private val DIGITS = mapOf('u' to 4, 'x' to 2)
        private val ENTITIES = mapOf(
            '&' to "amp;",
            '<' to "lt;",
            '>' to "gt;",
            '"' to "quot;",
            '\'' to "apos;",
            '+' to "plus;",
            '/' to "sol;",
        )

        /** The characters of the base64 alphabet for URLs that differ (RFC 4648 §5). */
        private val FOR_URLS = mapOf('+' to '-', '/' to '_')

        /** Returns the characters of [text]; several backslashes in a row count as one. The case of base64 characters matters. */
        fun of(
            text: String,
            isBase64: Boolean,
        ): List<SpelledCharacter> =
            buildList {
                var i = 0
                while (i < text.length) {
                    val isPair = text[i].isHighSurrogate() && text.getOrNull(i + 1)?.isLowSurrogate() == true
                    val plain = text.substring(i, if (isPair) i + 2 else i + 1)
                    add(SpelledCharacter(plain, !isBase64, if (isBase64) FOR_URLS[plain[0]] else null))
                    i += plain.length
                    if (plain == "\\") while (i < text.length && text[i] == '\\') i++
                }
            }
    }
}
