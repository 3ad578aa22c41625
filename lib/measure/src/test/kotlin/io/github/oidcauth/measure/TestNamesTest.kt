package io.github.oidcauth.measure

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class TestNamesTest :
    FunSpec({
        val covered = SourceFile("lib/client/src/commonMain/kotlin/A.kt", listOf("// Tested by BTest.", "class A"))
        val named = SourceFile("lib/client/src/commonMain/kotlin/B.kt", listOf("class B"))
        val neither =
            SourceFile(
                "lib/client/src/commonMain/kotlin/C.kt",
                listOf("// Tested by GoneTest.", "// Tested by BTest.", "class C"),
            )
        val names = TestNames(listOf(covered, named, neither, SourceFile("lib/client/src/jvmTest/kotlin/BTest.kt", emptyList())))

        test("a file has a test of its name") {
            names.hasTestOfItsName(named) shouldBe true
            names.hasTestOfItsName(covered) shouldBe false
        }

        test("a first line that names a test covers a file, if there is that test") {
            names.covers(covered) shouldBe true
            names.covers(named) shouldBe true
            names.covers(neither) shouldBe false
        }
    })
