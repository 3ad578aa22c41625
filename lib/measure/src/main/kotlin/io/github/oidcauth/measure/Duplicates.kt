package io.github.oidcauth.measure

/** The share of code lines that stand in the same order elsewhere, too: in runs of [RUN] lines or more, imports apart. */
object Duplicates {
    const val RUN: Int = 6

    private class Place(
        val file: Int,
        val line: Int,
    )

    fun shareOf(files: List<List<String>>): Double {
        val codes = files.map { lines -> lines.map { it.trim() }.filterNot(::isHead) }
        val runs = mutableMapOf<List<String>, MutableList<Place>>()
        codes.forEachIndexed { file, lines ->
            lines.windowed(RUN).forEachIndexed { line, run ->
                if (run.any { it.length > SHORT }) runs.getOrPut(run) { mutableListOf() } += Place(file, line)
            }
        }
        val repeated = runs.values.filter { it.size > 1 }.flatten()
        val lines = repeated.flatMap { place -> (0 until RUN).map { place.file to place.line + it } }.distinct()
        return lines.size.toDouble() / codes.sumOf { it.size }.coerceAtLeast(1)
    }

    private fun isHead(line: String) = line.startsWith("import ") || line.startsWith("package ")

    /** A run of braces and brackets alone is no duplicate. */
    private const val SHORT = 3
}
