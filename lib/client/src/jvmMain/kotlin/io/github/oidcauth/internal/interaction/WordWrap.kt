package io.github.oidcauth.internal.interaction

/**
 * Breaks lines between words. A terminal would break them at its edge, within a word.
 *
 * An indented line contains a URL, a code or a command to copy, and is not broken, nor is a word that is longer than a line.
 */
internal object WordWrap {
    private const val INDENT = "    "

    /** Returns [line] as one or more lines that take at most [columns]. */
    fun lines(
        line: String,
        columns: Int,
    ): List<String> {
        if (line.startsWith(INDENT)) return listOf(line)
        val lines = mutableListOf<String>()
        var rest = line
        while (DisplayWidth.of(rest) > columns) {
            val fitting = DisplayWidth.lengthWithin(rest, columns)
            // A blank in the first column after the width can end the line as well.
            val end = rest.lastIndexOf(' ', fitting).takeIf { it > 0 } ?: rest.indexOf(' ', fitting)
            if (end < 0) break
            lines += rest.substring(0, end).trimEnd()
            rest = rest.substring(end + 1)
        }
        return lines + rest
    }
}
