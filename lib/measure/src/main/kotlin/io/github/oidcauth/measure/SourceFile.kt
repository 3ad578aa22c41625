package io.github.oidcauth.measure

import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.readLines
import kotlin.io.path.relativeTo
import kotlin.io.path.walk

/** A Kotlin or Java file of the tree, with its lines. */
class SourceFile(
    /** The path from the root of the tree, with slashes. */
    val path: String,
    val lines: List<String>,
) {
    val name: String get() = path.substringAfterLast('/').substringBeforeLast('.')
    val isKotlin: Boolean get() = path.endsWith(".kt")
    val isTest: Boolean get() = TEST_FOLDERS.any { it in path } || path.startsWith("lib/interop/")

    companion object {
        private val TEST_FOLDERS = listOf("/src/test/", "/src/commonTest/", "/src/jvmTest/", "/src/apiTest/", "/src/contractTest/")
        private val IGNORED = setOf("target", "node_modules", "build")

        /** Returns the Kotlin and Java files below [root], without what a build generates. */
        fun below(root: Path): List<SourceFile> =
            root
                .walk()
                .filter { it.extension == "kt" || it.extension == "java" }
                .filter { file -> file.relativeTo(root).none { it.toString().startsWith(".") || it.toString() in IGNORED } }
                .map { SourceFile(it.relativeTo(root).invariantSeparatorsPathString, it.readLines()) }
                .sortedBy { it.path }
                .toList()
    }
}
