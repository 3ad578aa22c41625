package io.github.oidcauth.sample.published

import java.lang.reflect.Modifier
import java.net.URI
import java.nio.file.FileSystems
import java.nio.file.Files
import kotlin.io.path.extension
import kotlin.io.path.nameWithoutExtension
import kotlin.streams.asSequence

/** The packages that each Kotlin file on the JVM imports by default, by the specification of Kotlin; without java.lang. */
private val KOTLIN_PACKAGES =
    setOf(
        "kotlin",
        "kotlin.annotation",
        "kotlin.collections",
        "kotlin.comparisons",
        "kotlin.io",
        "kotlin.jvm",
        "kotlin.ranges",
        "kotlin.sequences",
        "kotlin.text",
    )

/** The names in java.lang since Java 17, including previews, because tests also run on newer versions. */
private val NEWER_IN_JAVA_LANG =
    setOf("IO", "LazyConstant", "MatchException", "ScopedValue", "StableValue", "WrongThreadException")

/** A capitalized word as field 1 of a message of Protocol Buffers: its tag, its length in bytes, its text. */
private val CAPITALIZED = Regex("\\n([\\x01-\\x7F])([A-Z][A-Za-z]+)")

/** The names that mean something in a file without imports: in Kotlin, or, for `java.lang`, in Java too. */
internal object DefaultImports {
    fun names(): DeclaredNames {
        val kotlin = DeclaredNames.ofPackages(KotlinVersion::class, KOTLIN_PACKAGES)
        return DeclaredNames(kotlin.types + builtIn() + javaLang() + NEWER_IN_JAVA_LANG, kotlin.functions)
    }

    /**
     * Types without a class of their own, such as `List` and `Nothing`: the capitalized words in the compiler's description
     * of them.
     */
    private fun builtIn(): Set<String> =
        listOf("kotlin", "annotation", "collections", "ranges")
            .map { if (it == "kotlin") "kotlin/kotlin.kotlin_builtins" else "kotlin/$it/$it.kotlin_builtins" }
            .flatMap { resource ->
                val bytes = checkNotNull(KotlinVersion::class.java.classLoader.getResourceAsStream(resource)) { "No $resource." }
                val text = bytes.use { it.readBytes() }.toString(Charsets.ISO_8859_1)
                CAPITALIZED.findAll(text).map { match -> match.groupValues[2].take(match.groupValues[1].single().code) }
            }.filter { it != "Companion" }
            .toSet()

    private fun javaLang(): Set<String> =
        Files.list(FileSystems.getFileSystem(URI("jrt:/")).getPath("modules", "java.base", "java", "lang")).use { files ->
            files
                .asSequence()
                .filter { it.extension == "class" }
                .map { Class.forName("java.lang.${it.nameWithoutExtension}", false, null) }
                .filter { Modifier.isPublic(it.modifiers) && it.declaringClass == null }
                .map { it.simpleName }
                .toSet()
        }
}
