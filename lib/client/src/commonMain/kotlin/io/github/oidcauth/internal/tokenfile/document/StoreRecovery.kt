package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.json.PythonJson
import kotlinx.serialization.json.JsonObject

/**
 * Finds the intact entries of a damaged store: one that was truncated, was overwritten in the middle, or has text after its end.
 * Only text in the place of an entry counts as one, never text that is nested in another.
 */
internal class StoreRecovery private constructor(
    private val text: String,
) {
    private val found = LinkedHashMap<String, StoreMember>()
    private var at = 0

    /**
     * The number of characters that may still be read. Text can be read several times, so crafted damage could otherwise take
     * very long.
     */
    private var budget = text.length.toLong() * MAX_PASSES

    private fun run(): Map<String, StoreMember> {
        at = text.indexOfFirst { !it.isWhitespace() && it != BYTE_ORDER_MARK }
        if (at < 0) return found
        // Otherwise the first bracket belongs to an entry or a token.
        var isInside = text[at++] == '{'
        while (true) {
            skip()
            if (!isInside || !takeEntry()) at = text.indexOf(LINE, at).takeIf { it >= 0 && budget > 0 }?.plus(1) ?: return found
            isInside = true
        }
    }

    /** Reads an intact member and skips it, whether it is an entry or not. */
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

    /** Returns whether [member] has a token, encrypted or not. The holder of the key finds out if it can be decrypted. */
    private fun isToken(member: StoreMember): Boolean =
        member.entry.let { it is TokenDocument.Entry.Found || it is TokenDocument.Entry.Encrypted }

    /**
     * Returns whether [entry] is older than [than]. Two programs that write at the same time leave the end of one file after the
     * other, in any order.
     */
    private fun isOlder(
        entry: StoreMember,
        than: StoreMember,
    ): Boolean {
        val storedAt = entry.storedAt() ?: return false
        return than.storedAt().let { it != null && storedAt < it }
    }

    /** Returns the end of the member that begins at [start]: its own last bracket, or before a comma or bracket around it. */
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
        /** Beginning of a member of a store, as it is printed. */
        private const val LINE = "\n${PythonJson.INDENT}\""
        private const val BYTE_ORDER_MARK = '\uFEFF'
        private const val MAX_PASSES = 8

        /** Returns a store with the intact entries of [content], or null when there are none. */
        fun of(content: ByteArray): TokenDocument? =
            StoreRecovery(content.decodeToString()).run().takeIf { it.isNotEmpty() }?.let(::StoreDocument)
    }
}
