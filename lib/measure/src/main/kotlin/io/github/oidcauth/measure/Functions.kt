package io.github.oidcauth.measure

/**
 * The functions of a formatted Kotlin file, found by indentation: a function begins at the line with `fun` and ends at the
 * brace or the last line with the same indentation. Functions inside functions are counted separately, too.
 */
class Functions(
    private val lines: List<String>,
) {
    class Function(
        val name: String,
        val length: Int,
    )

    val all: List<Function> =
        lines.indices.mapNotNull { start ->
            START.find(lines[start])?.let { Function(it.groupValues[1], endOf(start) - start + 1) }
        }

    private fun endOf(start: Int): Int {
        val indent = indentOf(lines[start])
        var end = start
        if (lines[start].trimEnd().endsWith("}")) return end
        for (index in start + 1 until lines.size) {
            val line = lines[index]
            if (line.isBlank()) continue
            val isInside = indentOf(line) > indent
            val isClosing = indentOf(line) == indent && line.trim().first() in ")}]"
            if (!isInside && !isClosing) break
            end = index
            if (isClosing && !line.trimEnd().endsWith("{") && !line.trimEnd().endsWith("=") && line.trim().startsWith("}")) break
        }
        return end
    }

    private fun indentOf(line: String) = line.length - line.trimStart().length

    private companion object {
        private val START = Regex("""^\s*(?:[a-z]+ )*fun (?:<[^>]+> )?(?:[\w<>?, *]+\.)*(\w+|`[^`]+`)\(""")
    }
}
