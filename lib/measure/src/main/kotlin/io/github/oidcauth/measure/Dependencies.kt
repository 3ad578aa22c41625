package io.github.oidcauth.measure

/**
 * The references between source files, read from the class files. Class files do not show inlined functions and constants, so a
 * file with nothing else is missing here.
 */
class Dependencies(
    classes: List<ClassFile>,
) {
    /** A reference from one class to another. */
    class Edge(
        val from: String,
        val to: String,
    )

    private val byName = classes.associateBy { it.name }

    /**
     * The source file of each class: `io/github/oidcauth/Token.kt`. A class of inlined code has the source file of the class
     * that contains it.
     */
    private val fileOf: Map<String, String> = run {
        val own = classes.filter { it.isOfItsPackage() }.associate { it.name to "${it.packageName}/${it.source}" }
        classes.associate { it.name to (outerNames(it.name).firstNotNullOfOrNull(own::get) ?: "${it.packageName}/${it.source}") }
    }

    private val edges: List<Edge> =
        classes.flatMap { from -> from.references.filter { it in byName }.map { Edge(from.name, it) } }

    val files: Set<String> = fileOf.values.toSet()

    /** The files that a file refers to. */
    val ofFiles: Map<String, Set<String>> = group { fileOf.getValue(it) }

    /** The packages that a package refers to. */
    val ofPackages: Map<String, Set<String>> = group { it.substringBeforeLast('/') }

    /** Returns the references from the package [from] to the package [to]. */
    fun between(
        from: String,
        to: String,
    ): List<Edge> = edges.filter { it.from.substringBeforeLast('/') == from && it.to.substringBeforeLast('/') == to }

    fun fileOf(className: String): String? = fileOf[className]

    private fun group(key: (String) -> String): Map<String, Set<String>> =
        edges
            .groupBy({ key(it.from) }, { key(it.to) })
            .mapValues { (from, to) -> to.toSet() - from }

    /** A lambda of an inlined function has the name of that function's file, which may be another library's. */
    private fun ClassFile.isOfItsPackage(): Boolean {
        val outer = name.substringAfterLast('/').substringBefore('$')
        return '$' !in name.substringAfterLast('/') || byName["$packageName/$outer"]?.source.let { it == null || it == source }
    }

    private fun outerNames(name: String): Sequence<String> =
        generateSequence(name) { it.substringBeforeLast('$', "").ifEmpty { null } }
}
