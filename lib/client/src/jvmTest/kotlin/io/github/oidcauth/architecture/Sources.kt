package io.github.oidcauth.architecture

import java.io.File

/** The source files of the library and all files of the repository, by their paths with slashes. */
internal object Sources {
    private val ROOT = File("../..")
    private val IGNORED = setOf("target", "node_modules")

    /** Those of the library, below `io/github/oidcauth`: `internal/jwt/JwtReader.kt`. */
    val library: List<String> =
        listOf("commonMain", "jvmMain").flatMap { pathsIn(File("src/$it/kotlin/io/github/oidcauth")) }

    /** All files of the repository, from its root. */
    val all: List<String> = pathsIn(ROOT)

    /** Returns the texts of the files whose path is [name] or ends with it. */
    fun textsOf(name: String): List<String> =
        all.filter { it == name || it.endsWith("/$name") }.map { ROOT.resolve(it).readText() }

    val architecture: String = ROOT.resolve("docs/architecture.md").readText()

    private fun pathsIn(folder: File): List<String> =
        folder
            .walk()
            .onEnter { it == folder || (it.name !in IGNORED && (!it.name.startsWith(".") || it.name == ".ci")) }
            .filter { it.isFile }
            .map { it.relativeTo(folder).invariantSeparatorsPath }
            .toList()
}
