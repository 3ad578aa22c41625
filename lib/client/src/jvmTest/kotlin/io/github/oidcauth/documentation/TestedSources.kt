package io.github.oidcauth.documentation

import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.readLines
import kotlin.io.path.relativeTo
import kotlin.io.path.walk

/**
 * Finds source files whose test a reader would have to search for.
 *
 * A file of [LARGE] lines or more has a test of its name in its module. Where tests of something larger cover it, its first line
 * names them, `// Tested by ATest and BTest.`, and each of them mentions the file's name: in its code, or in a first line
 * `// Tests A and B.`
 *
 * @param files The lines of Kotlin and Java files, by their paths from the root of the repository, with slashes.
 */
internal class TestedSources(
    private val files: Map<String, List<String>>,
) {
    private val tests: Map<String, List<String>> = files.keys.filter { isTest(it) }.groupBy { nameOf(it) }

    /** Main source files, in no order. */
    val sources: List<String> = files.keys.filterNot { isTest(it) }

    /** Returns what is wrong, a sentence for each fault. */
    fun faults(): List<String> = sources.flatMap { faultsOf(it) }

    private fun faultsOf(path: String): List<String> {
        val lines = files.getValue(path)
        val line = lines.firstOrNull { it.startsWith(TESTED_BY) }
        return when {
            line == null -> if (lines.size < LARGE || hasOwnTest(path)) emptyList() else listOf(missing(path))
            line != lines.first() || !line.endsWith('.') -> listOf("$path: '$TESTED_BY …' is the first line, with a full stop.")
            else -> line.removePrefix(TESTED_BY).removeSuffix(".").split(", ", " and ").mapNotNull { faultOf(path, it) }
        }
    }

    private fun hasOwnTest(path: String): Boolean =
        listOf("Test", "FromJavaTest").any { end -> tests[nameOf(path) + end].orEmpty().any { moduleOf(it) == moduleOf(path) } }

    private fun faultOf(
        path: String,
        test: String,
    ): String? {
        val texts =
            tests[test]
                .orEmpty()
                .map { files.getValue(it).joinToString("\n") }
                .filter { test.endsWith("Test") || "test(" in it }
        val mention = Regex("\\b${nameOf(path)}\\b")
        return when {
            texts.isEmpty() -> "$path names $test, and there are no tests of this name."
            texts.any(mention::containsMatchIn) -> null
            else -> "$path names $test, which does not mention it: its first line would be '// Tests ${nameOf(path)}.'"
        }
    }

    private fun missing(path: String): String =
        "$path has no test of its name. Write one, or name the tests that cover it in a first line '$TESTED_BY ….'"

    internal companion object {
        const val LARGE: Int = 60
        private const val TESTED_BY = "// Tested by "
        private val TEST_FOLDERS =
            listOf("/src/test/", "/src/commonTest/", "/src/jvmTest/", "/src/apiTest/", "/src/contractTest/")

        /** Returns the files of the command and of each module below [root] that is published. */
        fun ofPublished(root: Path): TestedSources {
            val modules = root.resolve("lib").toFile().listFiles().orEmpty().map { it.toPath() }.filter { isPublished(it) }
            val files = modules.plusElement(root.resolve("cli")).flatMap { it.resolve("src").walk() }
            return TestedSources(
                files
                    .filter { it.extension == "kt" || it.extension == "java" }
                    .associate { it.relativeTo(root).invariantSeparatorsPathString to it.readLines() },
            )
        }

        private fun isPublished(module: Path): Boolean {
            val pom = module.resolve("pom.xml").toFile()
            return pom.exists() && "<documentation.skip>false</documentation.skip>" in pom.readText()
        }

        private fun isTest(path: String): Boolean = TEST_FOLDERS.any { it in path }

        private fun moduleOf(path: String): String = path.substringBefore("/src/")

        private fun nameOf(path: String): String = path.substringAfterLast('/').substringBeforeLast('.')
    }
}
