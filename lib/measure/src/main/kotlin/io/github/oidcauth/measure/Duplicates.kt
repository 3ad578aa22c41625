package io.github.oidcauth.measure

/**
 * Computes the share of code lines that also occur elsewhere in the same order, in runs of [RUN] lines or more. Imports are not
 * counted.
 */
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

    /** A run that consists only of braces and brackets is not a duplicate. */
    private const val SHORT = 3
}
