package io.github.oidcauth.mutation

/**
 * Returns the line numbers of a class that belong to foreign inline functions, such as `any` of Kotlin's collections. These
 * numbers are beyond the last line of the source file. [sourceMap], the source map of the compiler (JSR-45) or null, contains
 * the origin of each of these lines. Copies of code in [owner], a path with slashes, are not foreign.
 */
internal fun linesOfOthers(
    sourceMap: String?,
    owner: String,
): Set<Int> {
    // The first part of the source map is for the compiler. The second part is for debuggers, and maps in the other direction.
    val kotlin = sourceMap.orEmpty().substringAfter("*S Kotlin\n", "").substringBefore("\n*S").lines()
    val others = kotlin.windowed(2).mapNotNull { (entry, path) -> FILE.matchEntire(entry)?.takeUnless { path.startsWith(owner) } }
    val otherIds = others.map { it.groupValues[1] }.toSet()
    return kotlin.mapNotNull(LINES::matchEntire).filter { it.groupValues[1] in otherIds }.flatMap { ranges(it) }.toSet()
}

/** An entry such as `+ 2 _Collections.kt`, with the path in the next line. */
private val FILE = Regex("""\+ ([0-9]+) .*""")

/** An entry such as `1755#2,3:113`: three lines from line 113 are copies of the lines from 1755 in file 2. */
private val LINES = Regex("""[0-9]+#([0-9]+)(?:,([0-9]+))?:([0-9]+)""")

private fun ranges(entry: MatchResult): IntRange {
    val (_, count, start) = entry.destructured
    return start.toInt() until start.toInt() + (count.ifEmpty { "1" }).toInt()
}
