package io.github.oidcauth.measure

private const val ROOT = "io/github/oidcauth"
private const val INTERNAL = "$ROOT/internal"

/** Figures of the packages and files of the library, from its class files. */
class PackageFigures(
    private val dependencies: Dependencies,
) {
    private val internal = dependencies.ofPackages.filterKeys(::isInternal).mapValues { it.value.filter(::isInternal).toSet() }

    fun addTo(report: Report) {
        cycles(report, "packages in cycles", dependencies.ofPackages)
        cycles(report, "internal packages in cycles", internal)
        cyclesOf(internal).forEach {
            report.list("Edges of the cycle of ${it.map(::short).sorted().joinToString()}", edgesIn(it))
        }
        val files = cyclesOf(dependencies.ofFiles)
        report.row("largest cycle of files", "${files.firstOrNull()?.size ?: 0} of ${dependencies.files.size}")
        report.list("Largest cycle of files", files.firstOrNull().orEmpty().map(::short).sorted())
        sizes(report)
    }

    private fun cycles(
        report: Report,
        figure: String,
        graph: Map<String, Set<String>>,
    ) {
        val cycles = cyclesOf(graph)
        val nodes = graph.keys + graph.values.flatten()
        report.row(figure, "${cycles.sumOf { it.size }} of ${nodes.size}, in ${cycles.size} cycles")
    }

    private fun edgesIn(cycle: Set<String>): List<String> =
        cycle.sorted().flatMap { from ->
            (cycle.sorted() - from).mapNotNull { to ->
                val edges = dependencies.between(from, to)
                val files = edges.mapNotNull { edge ->
                    dependencies.fileOf(edge.from)?.let { it to dependencies.fileOf(edge.to) }
                }.distinct()
                files.firstOrNull()?.let { (one, other) ->
                    "${short(from)} → ${short(to)}: ${files.size} pairs of files, such as ${short(one)} → ${short("$other")}"
                }
            }
        }

    private fun sizes(report: Report) {
        val sizes = dependencies.files.groupingBy { it.substringBeforeLast('/') }.eachCount()
        val own = sizes.filterKeys(::isInternal)
        report.row("internal packages; files a package: least / most", "${own.size}; ${own.values.min()} / ${own.values.max()}")
        val outside = own.filterValues { it !in LEAST..MOST }
        report.row(
            "internal packages outside of $LEAST to $MOST files",
            "${outside.size}: ${outside.entries.joinToString {
                "${short(it.key)} ${it.value}"
            }}",
        )
        report.list("Files a package", sizes.entries.sortedByDescending { it.value }.map { "${short(it.key)}: ${it.value}" })
    }

    private fun isInternal(name: String) = name == INTERNAL || name.startsWith("$INTERNAL/")

    private companion object {
        private const val LEAST = 4
        private const val MOST = 25
    }
}

/** Returns the name of a package or file without the part that all names have in common. */
fun short(name: String): String = name.removePrefix(ROOT).removePrefix("/").ifEmpty { "(top)" }
