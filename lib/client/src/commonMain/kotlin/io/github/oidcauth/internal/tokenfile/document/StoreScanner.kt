package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.json.MAX_JSON_DEPTH
import io.github.oidcauth.internal.json.PythonJson

/**
 * Finds the members of a store that is written exactly as [PythonJson] and the Python client write it, without parsing their
 * values. This is JSON with a stricter grammar: ASCII only, one layout of blanks and line ends. Any other text is not recognised
 * and must be parsed.
 */
internal class StoreScanner<M : MemberText>(
    private val text: FileBytes,
    private val factory: MemberText.Factory<M>,
) {
    private var at = 0

    /**
     * Returns the members by their names, in their order, or null when the file has another layout or has a name twice. Unchanged
     * members of [known] are reused with their cached values.
     */
    fun members(known: Map<String, M>): Map<String, M>? {
        if (text.size == StoreText.EMPTY.size && text.has(0, StoreText.EMPTY)) return emptyMap()
        if (!take('{')) return null
        val found = LinkedHashMap<String, M>(known.size * 2)
        val expected = known.values.iterator()
        do {
            if (!takeLine(1)) return null
            val member = next(known, expected) ?: return null
            if (found.put(member.name, member) != null) return null
        } while (take(','))
        return found.takeIf { takeLine(0) && take('}') && at == text.size }
    }

    private fun next(
        known: Map<String, M>,
        expected: Iterator<M>,
    ): M? {
        if (expected.hasNext()) {
            val usual = expected.next()
            if (isHere(usual)) return usual.also { at += it.size }
        }
        val start = at
        if (!takeString()) return null
        val name = nameIn(text.read(start, at).decodeToString()) ?: return null
        val before = known[name]
        if (before != null && text.has(start, before.text) && endsAt(start + before.size)) {
            at = start + before.size
            return before
        }
        if (!take(':') || !take(' ') || !takeValue(depth = 1)) return null
        return factory.member(name, text.read(start, at))
    }

    private fun isHere(member: M): Boolean = text.has(at, member.text) && endsAt(at + member.size)

    /** Returns whether a member can end at [end]; a number might continue. */
    private fun endsAt(end: Int): Boolean = end < text.size && (text[end] == ','.code.toByte() || text[end] == '\n'.code.toByte())

    private fun nameIn(literal: String): String? =
        if ('\\' in literal) PythonJson.parseString(literal) else literal.substring(1, literal.length - 1)

    private fun takeValue(depth: Int): Boolean =
        when (peek()) {
            '"' -> {
                takeString()
            }

            '{' -> {
                depth < MAX_JSON_DEPTH &&
                    takeMembers('{', '}', depth) { takeString() && take(':') && take(' ') && takeValue(depth + 1) }
            }

            '[' -> {
                depth < MAX_JSON_DEPTH && takeMembers('[', ']', depth) { takeValue(depth + 1) }
            }

            't' -> {
                takeWord("true")
            }

            'f' -> {
                takeWord("false")
            }

            'n' -> {
                takeWord("null")
            }

            'N' -> {
                takeWord("NaN")
            }

            'I' -> {
                takeWord("Infinity")
            }

            else -> {
                takeNumber()
            }
        }

    private inline fun takeMembers(
        open: Char,
        close: Char,
        depth: Int,
        takeMember: () -> Boolean,
    ): Boolean {
        if (!take(open)) return false
        if (take(close)) return true
        do {
            if (!takeLine(depth + 1) || !takeMember()) return false
        } while (take(','))
        return takeLine(depth) && take(close)
    }

    /** Skips a line end and the indentation of [depth]. */
    private fun takeLine(depth: Int): Boolean {
        if (!take('\n')) return false
        repeat(depth * PythonJson.INDENT.length) { if (!take(' ')) return false }
        return true
    }

    private fun takeString(): Boolean {
        if (!take('"')) return false
        while (at < text.size) {
            when (text[at++].toInt().toChar()) {
                '"' -> return true
                '\\' -> if (!takeEscaped()) return false
                in ' '..'~' -> Unit
                else -> return false
            }
        }
        return false
    }

    private fun takeEscaped(): Boolean {
        val escaped = peek()
        at++
        if (escaped != 'u') return escaped in "\"\\/bfnrt"
        repeat(HEX_DIGITS) {
            if (peek() !in HEX) return false
            at++
        }
        return true
    }

    private fun takeNumber(): Boolean {
        if (take('-') && peek() == 'I') return takeWord("Infinity")
        if (!take('0') && !takeDigits()) return false
        if (take('.') && !takeDigits()) return false
        if (take('e') || take('E')) {
            if (!take('+')) take('-')
            return takeDigits()
        }
        return true
    }

    private fun takeDigits(): Boolean {
        val start = at
        while (peek() in '0'..'9') at++
        return at > start
    }

    private fun takeWord(word: String): Boolean = word.all(::take)

    private fun take(c: Char): Boolean = (peek() == c).also { if (it) at++ }

    /** Returns the next character, or NUL at the end; such a file contains no NUL. */
    private fun peek(): Char = if (at < text.size) text[at].toInt().toChar() else '\u0000'

    private companion object {
        const val HEX = "0123456789abcdefABCDEF"
        const val HEX_DIGITS = 4
    }
}
