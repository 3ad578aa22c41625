package io.github.oidcauth.documentation

private val fence = Regex("""\s*(`{3,})\s*(\w*).*""")
private val notCompiled = Regex("""\s*<!--\s*not compiled\b:?(.*?)-->\s*""")

/**
 * A fenced block of a Markdown file.
 *
 * @property place file and line of the opening fence, as `README.md:12`.
 * @property section the heading of the second level above it; empty when there is none.
 * @property language the first word after the fence; empty when there is none.
 * @property lines what stands between the fences, without common indentation and outer blank lines.
 * @property exemption the reason given by `<!-- not compiled: reason -->` right before the block; empty when the comment gives
 *   none, `null` when there is no such comment.
 */
internal class CodeBlock(
    val place: String,
    val section: String,
    val language: String,
    val lines: List<String>,
    val exemption: String?,
) {
    /** The imports at the beginning. A section shows each of them once, so they need not be all that the source has. */
    val imports: List<String> = lines.takeWhile { it.isBlank() || isImport(it) }.filter { it.isNotBlank() }

    /** The lines after the [imports]. */
    val code: List<String> = lines.dropWhile { it.isBlank() || isImport(it) }

    /** Returns true if the code is in [source] line by line and without a gap, at any indentation, and the imports are too. */
    fun isPartOf(source: List<String>): Boolean =
        code.isNotEmpty() && source.containsAll(imports) && source.windowed(code.size).any { it.unindented() == code }

    /** Returns the imports of [source] that the code needs. */
    fun importsFrom(source: List<String>): List<String> {
        val words = code.flatMap { line -> Regex("\\w+").findAll(line).map { it.value } }.toSet()
        return source.filter { isImport(it) && it.trimEnd(';').substringAfterLast('.') in words }
    }

    companion object {
        /** The blocks of the Markdown [text] of a file called [name]. */
        fun of(name: String, text: String): List<CodeBlock> {
            val blocks = mutableListOf<CodeBlock>()
            val lines = text.lines().listIterator()
            var before = ""
            var section = ""
            for (line in lines) {
                if (line.startsWith("## ")) section = line.removePrefix("## ")
                val opening = fence.matchEntire(line)
                if (opening != null) {
                    val place = "$name:${lines.nextIndex()}"
                    val (ticks, language) = opening.destructured
                    val content = lines.untilFence(ticks) ?: error("$place: the fence is never closed")
                    val exemption = notCompiled.matchEntire(before)?.run { groupValues[1].trim() }
                    blocks += CodeBlock(place, section, language, content.withoutOuterBlanks().unindented(), exemption)
                }
                if (line.isNotBlank()) before = line
            }
            return blocks
        }
    }
}

private fun isImport(line: String): Boolean = line.startsWith("import ")

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
