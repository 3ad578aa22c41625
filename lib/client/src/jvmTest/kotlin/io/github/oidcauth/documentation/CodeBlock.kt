package io.github.oidcauth.documentation

private val fence = Regex("""\s*(`{3,})\s*(\w*).*""")
private val notCompiled = Regex("""\s*<!--\s*not compiled\b:?(.*?)-->\s*""")

/**
 * A fenced block of a Markdown file.
 *
 * @property place file and line of the opening fence, as `README.md:12`.
 * @property language the first word after the fence; empty when there is none.
 * @property lines what stands between the fences, without common indentation and outer blank lines.
 * @property exemption the reason given by `<!-- not compiled: reason -->` right before the block; empty when the comment gives
 *   none, `null` when there is no such comment.
 */
internal class CodeBlock(
    val place: String,
    val language: String,
    val lines: List<String>,
    val exemption: String?,
) {
    /** Returns true if the block is in [source] line by line and without a gap, at any indentation. */
    fun isPartOf(source: List<String>): Boolean =
        lines.isNotEmpty() && source.windowed(lines.size).any { it.unindented() == lines }

    companion object {
        /** The blocks of the Markdown [text] of a file called [name]. */
        fun of(name: String, text: String): List<CodeBlock> {
            val blocks = mutableListOf<CodeBlock>()
            val lines = text.lines().listIterator()
            var before = ""
            for (line in lines) {
                val opening = fence.matchEntire(line)
                if (opening != null) {
                    val place = "$name:${lines.nextIndex()}"
                    val (ticks, language) = opening.destructured
                    val content = lines.untilFence(ticks) ?: error("$place: the fence is never closed")
                    val exemption = notCompiled.matchEntire(before)?.run { groupValues[1].trim() }
                    blocks += CodeBlock(place, language, content.withoutOuterBlanks().unindented(), exemption)
                }
                if (line.isNotBlank()) before = line
            }
            return blocks
        }
    }
}

private fun Iterator<String>.untilFence(ticks: String): List<String>? {
    val content = mutableListOf<String>()
    for (line in this) {
        if (line.trim().run { startsWith(ticks) && all { it == '`' } }) return content
        content += line
    }
    return null
}

private fun List<String>.withoutOuterBlanks(): List<String> = dropWhile { it.isBlank() }.dropLastWhile { it.isBlank() }

private fun List<String>.unindented(): List<String> {
    val indent = filter { it.isNotBlank() }.minOfOrNull { line -> line.indexOfFirst { !it.isWhitespace() } } ?: 0
    return map { it.drop(indent).trimEnd() }
}
