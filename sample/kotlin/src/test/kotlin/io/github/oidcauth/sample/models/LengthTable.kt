package io.github.oidcauth.sample.models

/** The table of `docs/coming-from.md` that compares the lengths of the samples with those of the examples. */
internal object LengthTable {
    private const val BEGIN = "<!-- Written by ExampleLengthsTest with -Dexamples.write=true. -->"
    private const val END = "<!-- The end of the table. -->"

    /** Returns the lines of the table; [lengths] returns the lines in Kotlin and in Java. */
    fun of(
        examples: List<ModelExample>,
        lengths: (ModelExample) -> Pair<Int, Int>,
    ): List<String> {
        val head = listOf("| | example | from | there | Kotlin | Java |", "|---|---|---|---|---|---|")
        val rows =
            examples.map { example ->
                val (kotlin, java) = lengths(example)
                val from = "${example.model}, ${example.place}"
                "| ${example.id} | ${example.description} | $from | ${example.lines} | $kotlin | $java |"
            }
        val sums = examples.map(lengths)
        val total = "| | **all** | | ${examples.sumOf { it.lines }} | ${sums.sumOf { it.first }} | ${sums.sumOf { it.second }} |"
        return head + rows + total
    }

    /** Returns [page] with [table] in the place of its own. */
    fun replacedIn(
        page: String,
        table: List<String>,
    ): String {
        check(BEGIN in page && END in page) { "The page has no place for the table, between \"$BEGIN\" and \"$END\"." }
        return page.substringBefore(BEGIN) + BEGIN + "\n" + table.joinToString("\n") + "\n" + END + page.substringAfter(END)
    }
}
