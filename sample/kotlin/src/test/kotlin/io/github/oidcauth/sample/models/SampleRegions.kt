package io.github.oidcauth.sample.models

import java.io.File

/** The regions of sample files: the lines between `// region NAME` and `// endregion`, by name. */
internal object SampleRegions {
    private val BEGIN = Regex("""\s*// region (\S+)\s*""")
    private val END = Regex("""\s*// endregion\s*""")

    /** Returns the regions of the files below [folder]. @throws IllegalStateException if two have one name, or one has no end. */
    fun below(folder: File): Map<String, List<String>> {
        val regions = sortedMapOf<String, List<String>>()
        for (file in folder.walk().filter { it.isFile }) {
            for ((name, lines) in of(file.readLines())) {
                check(regions.put(name, lines) == null) { "There are two regions $name below $folder." }
            }
        }
        return regions
    }

    /** Returns the regions of one file. */
    fun of(lines: List<String>): List<Pair<String, List<String>>> =
        lines.withIndex().mapNotNull { (index, line) ->
            val name = BEGIN.matchEntire(line)?.groupValues?.get(1) ?: return@mapNotNull null
            val rest = lines.drop(index + 1)
            val end = rest.indexOfFirst { END.matches(it) || BEGIN.matches(it) }
            check(end >= 0 && END.matches(rest[end])) { "The region $name has no end." }
            name to rest.take(end)
        }

    /**
     * Returns true for a line of code: one with a letter or a digit that is neither an import nor a comment. So a line of
     * brackets does not count, and neither do the lines around a region, such as the header of a function.
     */
    fun isCounted(line: String): Boolean {
        val code = line.trim()
        return code.any { it.isLetterOrDigit() } && !code.startsWith("import ") && COMMENTS.none { code.startsWith(it) }
    }

    private val COMMENTS = listOf("//", "/*", "*", "#")
}
