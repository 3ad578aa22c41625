package io.github.oidcauth.measure

/** A table of figures and, below it, the lists behind them, as Markdown. */
class Report {
    private val rows = mutableListOf<Pair<String, String>>()
    private val lists = mutableListOf<Pair<String, List<String>>>()

    fun row(
        figure: String,
        value: Any,
    ) {
        rows += figure to "$value"
    }

    fun list(
        title: String,
        entries: List<String>,
    ) {
        if (entries.isNotEmpty()) lists += title to entries
    }

    override fun toString(): String =
        buildString {
            append("| figure | value |\n|---|---|\n")
            rows.forEach { (figure, value) -> append("| $figure | $value |\n") }
            lists.forEach { (title, entries) ->
                append("\n## $title\n\n")
                entries.forEach { append("- $it\n") }
            }
        }
}

/** Returns [part] of [whole] as a percentage, with one decimal. */
fun percent(
    part: Int,
    whole: Int,
): String = "%.1f %%".format(java.util.Locale.ROOT, 100.0 * part / whole.coerceAtLeast(1))
