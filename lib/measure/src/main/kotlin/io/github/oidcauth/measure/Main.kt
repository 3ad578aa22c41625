package io.github.oidcauth.measure

import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.io.path.writeText

/**
 * Prints the figures of the tree whose path is the first argument, and writes them to the file whose path is the second one.
 * lib/client must be compiled in that tree.
 */
fun main(arguments: Array<String>) {
    val root = Path.of(arguments[0]).toRealPath()
    val classes = root.resolve("lib/client/target/classes")
    require(classes.exists()) { "$classes does not exist. Compile lib/client first." }
    val report = Report()
    TextFigures(SourceFile.below(root), lineLimitOf(root)).addTo(report)
    val dependencies = Dependencies(ClassFile.below(classes))
    PackageFigures(dependencies).addTo(report)
    commits(report, root)
    journeys(report, dependencies, classes)
    Path.of(arguments[1]).writeText("$report")
    println(report)
}

private fun lineLimitOf(root: Path): Int =
    root.resolve(".editorconfig").readLines().first { it.startsWith("max_line_length") }.substringAfter('=').trim().toInt()

private fun commits(
    report: Report,
    root: Path,
) {
    val subjects = CommitSubjects.of(root)
    val long = subjects.count { it.length > CommitSubjects.LIMIT }
    report.row(
        "commit subjects over ${CommitSubjects.LIMIT} characters",
        "${percent(long, subjects.size)} ($long of ${subjects.size})",
    )
}

private fun journeys(
    report: Report,
    dependencies: Dependencies,
    classes: Path,
) {
    Journeys(classes).run().forEach { (journey, visited) ->
        val files = visited.mapNotNull(dependencies::fileOf).distinct()
        val packages = files.map { it.substringBeforeLast('/') }.distinct()
        report.row("${journey.title}: files visited", "${files.size} in ${packages.size} packages")
        report.list("Files of the journey “${journey.title}”, in the order of the first visit", files.map(::short))
    }
}
