package io.github.oidcauth.sample.published

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.isDirectory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.writeText

/**
 * A program in Kotlin that uses every public type of the published modules compiles without a warning: `EveryType.kt`, which is
 * compiled with `-Werror` like all code. `-Dapi.dump=true` writes it anew, after the records of the public API were.
 */
class EveryTypeTest :
    FunSpec({
        val types =
            Path.of("../../lib").listDirectoryEntries()
                .map { it.resolve("api") }
                .filter { it.isDirectory() }
                .flatMap { it.listDirectoryEntries("*.api") }
                .flatMap(::publicTypes)
                .sorted()

        test("every public type is used") {
            types.shouldBeUnique()
            types.size shouldBeGreaterThan 100
            val program = Path.of("src/test/kotlin/io/github/oidcauth/sample/published/EveryType.kt")
            val expected = source(types)
            if (System.getProperty("api.dump") == "true") program.writeText(expected)
            program.readText() shouldBe expected
        }
    })

private val DECLARATION = Regex("^public [a-z ]+ (io/\\S+)", RegexOption.MULTILINE)

/** Returns the types that are named in a record, as Kotlin writes them, without the classes of files and of companions. */
private fun publicTypes(record: Path): List<String> =
    DECLARATION.findAll(record.readText())
        .map { it.groupValues[1].replace('/', '.') }
        .filter { isClass(it) && !it.endsWith("\$Companion") }
        .map { it.replace('$', '.') }
        .toList()

/** A file with functions has a class in bytecode, which Kotlin cannot name. */
private fun isClass(name: String) = Class.forName(name).getAnnotation(Metadata::class.java)?.kind == 1

/** The annotation of delicate functions can only be accepted, and not be used as a value. */
private fun source(types: List<String>): String {
    val (annotations, values) = types.partition { isAnnotation(it) }
    return """
        |package io.github.oidcauth.sample.published
        |
        |import kotlin.reflect.KClass
        |
        |/** Every public type of the published modules. Written by [EveryTypeTest]. */
        |@OptIn(${annotations.joinToString { "$it::class" }})
        |internal val everyType: List<KClass<*>> =
        |    listOf(
        |${values.joinToString("\n") { "        $it::class," }}
        |    )
        |
        """.trimMargin()
}

private fun isAnnotation(type: String): Boolean = type.substringAfterLast('.').endsWith("Api") && Class.forName(type).isAnnotation
