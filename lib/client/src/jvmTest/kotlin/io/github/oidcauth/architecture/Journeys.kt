package io.github.oidcauth.architecture

/**
 * The journeys in `docs/architecture.md`: below a heading of the third level for each journey, a numbered list of the files that
 * a call visits, in order. Each item begins with the name of a file, `` `TokenAcquirer.kt` ``.
 */
internal class Journeys(
    page: String,
) {
    private val sections =
        page.substringAfter("\n## The five journeys\n", "").substringBefore("\n## ").split("\n### ").drop(1)

    /** The names of the files of each journey. */
    val files: Map<String, List<String>> =
        sections.associate { section ->
            section.lineSequence().first().trim() to
                section.lineSequence().mapNotNull { ITEM.find(it)?.groupValues?.get(1) }.toList()
        }

    /**
     * Returns the files of [journey] to which no file before them refers, but for its first one: nobody comes there by reading
     * on. An implementation is reached by whoever makes it.
     */
    fun unreachable(
        journey: String,
        references: Collection<ClassReference>,
    ): List<String> {
        val files = files.getValue(journey).map(::classPrefix)
        return files.withIndex().drop(1).filterNot { (index, file) ->
            val before = files.take(index)
            references.any { reference -> isIn(reference.to, file) && before.any { isIn(reference.from, it) } }
        }.map { it.value }
    }

    private fun classPrefix(file: String) = file.removeSuffix(".kt")

    private fun isIn(
        className: String,
        file: String,
    ): Boolean {
        val outer = className.substringBefore('$')
        return listOf(file, "${file}Kt").any { outer == it || outer.endsWith("/$it") }
    }

    private companion object {
        private val ITEM = Regex("""^\d+\. `([\w/]+\.kt)`""")
    }
}
