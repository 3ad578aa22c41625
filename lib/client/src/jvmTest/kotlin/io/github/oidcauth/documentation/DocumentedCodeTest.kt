package io.github.oidcauth.documentation

import io.github.oidcauth.orSkip
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotBeBlank
import java.io.File

/** Keeps the code of README.md and docs/ compiled: each block of Kotlin or Java is a region of a file below sample/. */
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
                .filter { it.extension == "kt" || it.extension == "java" }
                .map { it.readLines() }
                .toList()
        val blocks =
            (listOf(readme) + pages)
                .filter { it.exists() }
                .flatMap { CodeBlock.of(it.relativeTo(root).path, it.readText()) }
                .filter { it.language == "kotlin" || it.language == "java" }

        if (readme.exists()) {
            test("README.md shows code in Kotlin and in Java") {
                blocks.filter { it.place.startsWith("README.md:") }.map { it.language } shouldContainAll listOf("kotlin", "java")
            }
        } else {
            test("there is no README.md whose code could be checked").config(enabledOrReasonIf = {
                false.orSkip("Not in this build: README.md.")
            }) {}
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
