package io.github.oidcauth.documentation

import io.github.oidcauth.orSkip
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotBeBlank
import io.kotest.matchers.string.shouldStartWith
import java.io.File

/**
 * Keeps the code of README.md and docs/ compiled: each block of Kotlin or Java is a region of a file below sample/, or of the cells of
 * a notebook there.
 */
class DocumentedCodeTest :
    FunSpec({
        val root = File("../..")
        val readme = root.resolve("README.md")
        val pages = root.resolve("docs").listFiles { file -> file.extension == "md" }.orEmpty().sorted()
        val samples =
            root
                .resolve("sample")
                .walk()
                .onEnter { it.name != "target" }
                .mapNotNull { file ->
                    when (file.extension) {
                        "kt", "java" -> file.readLines()
                        "ipynb" -> notebookCode(file.readText())
                        else -> null
                    }
                }.toList()
        val blocks =
            (listOf(readme) + pages)
                .filter { it.exists() }
                .flatMap { CodeBlock.of(it.relativeTo(root).path, it.readText()) }
                .filter { it.language == "kotlin" || it.language == "java" }

        if (readme.exists()) {
            test("README.md shows code in Kotlin and in Java") {
                blocks.filter { it.place.startsWith("README.md:") }.map { it.language } shouldContainAll listOf("kotlin", "java")
            }

            test("the first line of Kotlin in README.md that does something asks for a token") {
                val first = blocks.first { it.place.startsWith("README.md:") && it.language == "kotlin" }
                first.code[1].trim() shouldStartWith "val token = runBlocking { authenticate("
            }
        } else {
            test("there is no README.md whose code could be checked").config(enabledOrReasonIf = {
                false.orSkip("Not in this build: README.md.")
            }) {}
        }

        val sections = blocks.filter { it.place.startsWith("README.md:") }.groupBy { it.section to it.language }
        for ((section, inSection) in sections) {
            test("README.md, ${section.first}: the ${section.second} code shows each import that it needs, once") {
                inSection.flatMap { it.imports }.shouldBeUnique()
                inSection.filter { it.exemption == null }.forEachIndexed { at, block ->
                    val source = samples.first(block::isPartOf)
                    withClue(block.place) {
                        inSection.take(at + 1).flatMap { it.imports } shouldContainAll block.importsFrom(source)
                    }
                }
            }
        }

        for (block in blocks) {
            if (block.exemption == null) {
                test("${block.place}: the ${block.language} code is part of a sample") {
                    withClue({
                        block.lines.joinToString("\n", "A file below sample/ holds these lines one after the other:\n\n", "\n")
                    }) {
                        samples.any(block::isPartOf) shouldBe true
                    }
                }
            } else {
                test("${block.place}: there is a reason not to compile the ${block.language} code") {
                    block.exemption.shouldNotBeBlank()
                }
            }
        }
    })
