package io.github.oidcauth.sample.models

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import java.io.File

/** Compares the samples with the examples of the four tools: each has one in Kotlin and one in Java, and none is longer. */
class ExampleLengthsTest :
    FunSpec({
        val root = File("../..")
        val examples = ModelExample.read(root)
        val kotlin = SampleRegions.below(root.resolve("sample/kotlin/src/main/kotlin/io/github/oidcauth/sample/models"))
        val java = SampleRegions.below(root.resolve("sample/java/src/main/java/io/github/oidcauth/sample/java/models"))

        fun lengthOf(
            regions: Map<String, List<String>>,
            example: ModelExample,
        ): Int = regions.getValue(example.id).count(SampleRegions::isCounted)

        fun testsBelow(folder: String): String =
            root.resolve(folder).walk().filter { it.isFile }.joinToString("\n") { it.readText() }

        test("each example has a sample in Kotlin and in Java, and there are no other samples") {
            kotlin.keys shouldContainExactlyInAnyOrder examples.map { it.id }
            java.keys shouldContainExactlyInAnyOrder examples.map { it.id }
        }

        test("each sample has a test in its language") {
            val tests =
                listOf(
                    testsBelow("sample/kotlin/src/test/kotlin/io/github/oidcauth/sample/models"),
                    testsBelow("sample/java/src/test/java/io/github/oidcauth/sample/java/models"),
                )
            examples.filterNot { example -> tests.all { "(\"${example.id}: " in it } }.map { it.id }.shouldBeEmpty()
        }

        for (example in examples) {
            test("${example.id}: neither sample is longer than the example") {
                withClue("in Kotlin") { lengthOf(kotlin, example) shouldBeLessThanOrEqual example.lines }
                withClue("in Java") { lengthOf(java, example) shouldBeLessThanOrEqual example.lines }
            }
        }

        test("docs/coming-from.md shows the lengths; -Dexamples.write=true writes them") {
            val page = root.resolve("docs/coming-from.md")
            val table = LengthTable.of(examples) { lengthOf(kotlin, it) to lengthOf(java, it) }
            val written = LengthTable.replacedIn(page.readText(), table)
            if (System.getProperty("examples.write").toBoolean()) page.writeText(written)
            page.readText() shouldBe written
        }

        test("imports, comments, empty lines and brackets are not counted") {
            val lines = listOf("import a.B", "  // why", "", "  )", "  })", "call(", "    a = 1,", "} else {")
            lines.filter(SampleRegions::isCounted) shouldBe listOf("call(", "    a = 1,", "} else {")
        }

        test("a region ends, and has a name of its own") {
            shouldThrow<IllegalStateException> { SampleRegions.of(listOf("// region P01", "a()")) }
            shouldThrow<IllegalStateException> { SampleRegions.of(listOf("// region P01", "// region P02", "// endregion")) }
            SampleRegions.of(listOf("// region P01", "a()", "// endregion")) shouldBe listOf("P01" to listOf("a()"))
        }
    })
