package io.github.oidcauth.documentation

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File

class TestedSourcesTest :
    FunSpec({
        val source = "lib/a/src/main/kotlin/Door.kt"

        fun lines(
            count: Int,
            first: String = "package a",
        ): List<String> = listOf(first) + List(count - 1) { "" }

        fun faults(vararg files: Pair<String, List<String>>): List<String> = TestedSources(mapOf(*files)).faults()

        test("every source file of $LARGE lines or more that is published has a test that its reader finds") {
            val published = TestedSources.ofPublished(File("../..").toPath().toRealPath())

            published.sources.map { it.substringBefore("/src/") }.distinct() shouldContainAll
                listOf("cli", "lib/client", "lib/grpc", "lib/keyring", "lib/okhttp", "lib/redis", "lib/spring", "lib/testing")
            published.faults().joinToString("\n") shouldBe ""
        }

        test("a file of ${LARGE - 1} lines needs no test of its name, one of $LARGE does") {
            faults(source to lines(LARGE - 1)).shouldBeEmpty()
            faults(source to lines(LARGE)).single() shouldContain "Door.kt has no test of its name"
        }

        test("a test of its name is one of the same module, in Kotlin or in Java") {
            faults(source to lines(LARGE), "lib/a/src/test/kotlin/b/DoorTest.kt" to emptyList()).shouldBeEmpty()
            faults(source to lines(LARGE), "lib/a/src/test/java/b/DoorFromJavaTest.java" to emptyList()).shouldBeEmpty()
            faults(source to lines(LARGE), "lib/b/src/test/kotlin/b/DoorTest.kt" to emptyList()).size shouldBe 1
            faults(source to lines(LARGE), "lib/a/src/main/kotlin/b/DoorTest.kt" to emptyList()).size shouldBe 1
        }

        test("each test that a file names has to be there, to be one, and to mention the file") {
            val named = source to lines(LARGE, "// Tested by HouseTest, KeyTest and GateRules.")
            val house = "lib/a/src/test/kotlin/HouseTest.kt" to listOf("// Tests Door.", "class HouseTest")
            val key = "lib/b/src/test/java/KeyTest.java" to listOf("@Test void opens() { new Door(); }")
            val gate = "lib/a/src/jvmTest/kotlin/GateRules.kt"

            faults(named, house, key).single() shouldContain "names GateRules, and there are no tests of this name"
            faults(named, house, key, gate to listOf("class Door")).single() shouldContain "there are no tests of this name"
            faults(named, house, key, gate to listOf("test(\"Doors\") { }")).single() shouldContain
                "GateRules, which does not mention it"
            faults(named, house, key, gate to listOf("test(\"Door\") { }")).shouldBeEmpty()
        }

        test("a small file says nothing wrong either, and only in its first line") {
            faults(source to lines(2, "// Tested by HouseTest.")).size shouldBe 1
            faults(source to listOf("package a", "// Tested by HouseTest.")).single() shouldContain "is the first line"
        }
    }) {
    private companion object {
        private const val LARGE = TestedSources.LARGE
    }
}
