package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.json.PythonJson
import kotlinx.serialization.json.JsonObject

/**
 * Finds the entries that are still whole in a damaged store: one that was cut off, was overwritten in the middle, or has something
 * after its end. Only what stands where entries stand is taken for one, never what is nested in another.
 */
internal class StoreRecovery private constructor(
    private val text: String,
) {
    private val found = LinkedHashMap<String, StoreMember>()
    private var at = 0

    /** Where text can be gone through again and again, damage that was made on purpose must not take for ever. */
    private var budget = text.length.toLong() * MAX_PASSES

    private fun run(): Map<String, StoreMember> {
        at = text.indexOfFirst { !it.isWhitespace() && it != BYTE_ORDER_MARK }
        if (at < 0) return found
        // Otherwise the first bracket is that of an entry or of a token.
        var isInside = text[at++] == '{'
        while (true) {
            skip()
            if (!isInside || !takeEntry()) at = text.indexOf(LINE, at).takeIf { it >= 0 && budget > 0 }?.plus(1) ?: return found
            isInside = true
        }
    }

    /** Goes past a member that is whole, be it an entry or not. */
    private fun takeEntry(): Boolean {
        val start = at
        val end = endOfMember(start) ?: return false
        val member = PythonJson.parse("{${text.substring(start, end)}}") as? JsonObject ?: return false
        at = end
        val (name, value) = member.entries.singleOrNull() ?: return false
        if ((value as? JsonObject)?.get(StoreMember.TOKEN) !is JsonObject) return true
        val entry = StoreMember.of(name, value)
        val before = found[name]
        if (isToken(entry) && (before == null || !isOlder(entry, before))) found[name] = entry
        return true
    }

    /** Encrypted or not. Whether an encrypted one can be read is found out by who has the key. */
    private fun isToken(member: StoreMember): Boolean =
        member.entry.let { it is TokenDocument.Entry.Found || it is TokenDocument.Entry.Encrypted }

    /** Two programs that wrote at the same time leave the end of the one behind that of the other, in whatever order. */
    private fun isOlder(
        entry: StoreMember,
        than: StoreMember,
    ): Boolean {
        val storedAt = entry.storedAt() ?: return false
        return than.storedAt().let { it != null && storedAt < it }
    }

    /** Where the member that begins at [start] ends: with its own last bracket, or before a comma or a bracket of what it is in. */
    private fun endOfMember(start: Int): Int? {
        if (start >= text.length || text[start] != '"') return null
        var depth = 0
        var inString = false
        var i = start
        while (i < text.length && budget-- > 0) {
            val c = text[i]
            when {
                inString && c == '\\' -> i++

                c == '"' -> inString = !inString

                inString -> Unit

                c == '{' || c == '[' -> depth++

                c == '}' || c == ']' -> if (depth == 0) {
                    return i
                } else if (--depth == 0) {
                    return i + 1
                }

                c == ',' && depth == 0 -> return i
            }
            i++
        }
        return null
    }

    private fun skip() {
        while (at < text.length && (text[at].isWhitespace() || text[at] == ',')) at++
    }

    companion object {
        /** Where a member of a store begins, as it is printed. */
        private const val LINE = "\n${PythonJson.INDENT}\""
        private const val BYTE_ORDER_MARK = '\uFEFF'
        private const val MAX_PASSES = 8

        /** A store with what can be read of [content], or null when that is nothing. */
        fun of(content: ByteArray): TokenDocument? =
            StoreRecovery(content.decodeToString()).run().takeIf { it.isNotEmpty() }?.let(::StoreDocument)
    }
}
