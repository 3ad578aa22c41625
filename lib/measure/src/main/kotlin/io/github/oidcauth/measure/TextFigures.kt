package io.github.oidcauth.measure

/** Figures of the source text. [files] are all files of the tree; the files of the library are the main sources of lib/client. */
class TextFigures(
    private val files: List<SourceFile>,
    private val lineLimit: Int,
) {
    private val library = files.filter { it.path.startsWith("lib/client/src/") && !it.isTest && it.isKotlin }
    private val kotlin = files.filter { it.isKotlin }

    fun addTo(report: Report) {
        lengths(report)
        functions(report)
        documentation(report)
        words(report)
        lines(report)
        tests(report)
        val share = Duplicates.shareOf(library.map { Comments(it.lines).codeLines })
        report.row(
            "code lines of the library that stand elsewhere too, in runs of ${Duplicates.RUN}",
            "%.2f %%".format(
                java.util.Locale.ROOT,
                100 * share,
            ),
        )
    }

    private fun lengths(report: Report) {
        val lengths = library.map { it.lines.size }.sorted()
        report.row("files of the library", lengths.size)
        report.row(
            "lines a file: median / 90 % / longest",
            "${lengths[lengths.size / 2]} / ${lengths[lengths.size * 9 / 10]} / ${lengths.last()}",
        )
        val longest = library.sortedByDescending { it.lines.size }.take(LONGEST)
        report.row("longest five", longest.joinToString { "${it.name} ${it.lines.size}" })
    }

    private fun functions(report: Report) {
        val all = library.flatMap { file -> Functions(file.lines).all.map { file to it } }
        val long = all.filter { it.second.length > LONG_FUNCTION }
        report.row("functions over $LONG_FUNCTION lines", "${long.size} of ${all.size}")
        report.list(
            "Functions over $LONG_FUNCTION lines",
            long.map { (file, function) ->
                "${file.path}: ${function.name}, ${function.length} lines"
            },
        )
    }

    private fun documentation(report: Report) {
        val parts = library.map { Comments(it.lines) }
        val ratio = parts.sumOf { it.documentationLines }.toDouble() / parts.sumOf { it.codeLines.size }
        report.row("KDoc lines to code lines", "%.2f".format(java.util.Locale.ROOT, ratio))
        openings(report, "of the library", parts)
        openings(report, "of all Kotlin and Java", files.map { Comments(it.lines) })
    }

    private fun openings(
        report: Report,
        which: String,
        parts: List<Comments>,
    ) {
        val all = parts.flatMap { it.documentation }
        val clauses = all.count(Comments::isClause)
        report.row("KDoc $which that opens with What, Whether, Who …", "${percent(clauses, all.size)} ($clauses of ${all.size})")
    }

    private fun words(report: Report) {
        val text = files.filterNot { it.path.startsWith("lib/measure/") }.flatMap { it.lines }
        WORDS.forEach { word ->
            val uses = Regex(word, RegexOption.IGNORE_CASE)
            report.row("uses of “$word” in Kotlin and Java, in names and text", text.sumOf { uses.findAll(it).count() })
        }
    }

    private fun lines(report: Report) {
        val over = files.map { file -> file to file.lines.count { it.length > lineLimit } }.filter { it.second > 0 }
        report.row("lines over $lineLimit characters", over.sumOf { it.second })
        report.list("Files with lines over $lineLimit characters", over.map { (file, count) -> "${file.path}: $count" })
        report.row("conditions over several lines, in Kotlin", kotlin.sumOf { Conditions.brokenIn(it.lines) })
    }

    private fun tests(report: Report) {
        val tests = TestNames(files)
        val large = library.filter { it.lines.size >= LARGE }
        val without = large.filterNot(tests::covers)
        val unnamed = large.count { !tests.hasTestOfItsName(it) }
        report.row("files of $LARGE lines or more without a test of their name", "$unnamed of ${large.size}")
        report.row("… and without a first line that names a test", without.size)
        report.list("Files of $LARGE lines or more without a test", without.map { "${it.path}: ${it.lines.size} lines" })
    }

    private companion object {
        private const val LONGEST = 5
        private const val LONG_FUNCTION = 40
        private const val LARGE = 60
        private val WORDS = listOf("answer", "person", "judge", "verdict")
    }
}
