package io.github.oidcauth.mutation

/**
 * The lines of a class that stand for foreign inline functions, such as `any` of Kotlin's collections: behind the last
 * line of its source file, where the compiler says in a source map (JSR-45) what each is a copy of. [sourceMap] is that, if there
 * is one; copies of what belongs to [owner], a path with slashes, are not foreign.
 */
internal fun linesOfOthers(
    sourceMap: String?,
    owner: String,
): Set<Int> {
    // The first of its parts is the compiler's own; the second is for debuggers, and maps the other way round.
    val kotlin = sourceMap.orEmpty().substringAfter("*S Kotlin\n", "").substringBefore("\n*S").lines()
    val others = kotlin.windowed(2).mapNotNull { (entry, path) -> FILE.matchEntire(entry)?.takeUnless { path.startsWith(owner) } }
    val otherIds = others.map { it.groupValues[1] }.toSet()
    return kotlin.mapNotNull(LINES::matchEntire).filter { it.groupValues[1] in otherIds }.flatMap { ranges(it) }.toSet()
}

/** `+ 2 _Collections.kt`, with the path in the line below. */
private val FILE = Regex("""\+ ([0-9]+) .*""")

/** `1755#2,3:113`: three lines, from 113 on, are copies of file 2 from 1755 on. */
private val LINES = Regex("""[0-9]+#([0-9]+)(?:,([0-9]+))?:([0-9]+)""")

private fun ranges(entry: MatchResult): IntRange {
    val (_, count, start) = entry.destructured
    return start.toInt() until start.toInt() + (count.ifEmpty { "1" }).toInt()
}
