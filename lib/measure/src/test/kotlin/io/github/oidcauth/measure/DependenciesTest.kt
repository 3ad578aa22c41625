package io.github.oidcauth.measure

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe

class DependenciesTest :
    FunSpec({
        test("a class file tells its source file, and the classes that code and signatures name") {
            val file = ClassFile.of(bytesOf(Cited::class.java))

            file.source shouldBe "DependenciesTest.kt"
            file.references shouldContain "java/util/ArrayDeque"
            file.references shouldContain "java/util/BitSet"
            file.references shouldContain "java/util/TreeMap"
            file.references shouldNotContain file.name
        }

        test("classes of one file are that file, and its references go to files and packages") {
            val dependencies =
                Dependencies(
                    listOf(
                        ClassFile("p/a/A", "A.kt", setOf("p/b/B", "p/a/A\$Inner", "java/lang/String")),
                        ClassFile("p/a/A\$Inner", "A.kt", setOf("p/b/BKt")),
                        ClassFile("p/b/B", "B.kt", emptySet()),
                        ClassFile("p/b/BKt", "B.kt", setOf("p/b/B", "p/a/A")),
                    ),
                )

            dependencies.files.shouldContainExactly("p/a/A.kt", "p/b/B.kt")
            dependencies.ofFiles.shouldContainExactly(mapOf("p/a/A.kt" to setOf("p/b/B.kt"), "p/b/B.kt" to setOf("p/a/A.kt")))
            dependencies.ofPackages.shouldContainExactly(mapOf("p/a" to setOf("p/b"), "p/b" to setOf("p/a")))
            dependencies.between("p/a", "p/b").map { it.from to it.to }.shouldContainExactly(
                "p/a/A" to "p/b/B",
                "p/a/A\$Inner" to "p/b/BKt",
            )
        }

        test("a class that the compiler made of an inlined function counts as the class that has it") {
            val dependencies =
                Dependencies(
                    listOf(
                        ClassFile("p/A", "A.kt", emptySet()),
                        ClassFile("p/A\$sorted\$\$inlined\$sortedBy\$1", "Comparisons.kt", emptySet()),
                    ),
                )

            dependencies.files.shouldContainExactly("p/A.kt")
        }
    })

/** A class whose code, field and signature name one class each. */
private class Cited {
    var field: java.util.TreeMap<String, String>? = null

    fun signature(bits: java.util.BitSet?) = bits

    fun code(): Any = java.util.ArrayDeque<String>()
}

internal fun bytesOf(type: Class<*>): ByteArray =
    checkNotNull(type.classLoader.getResourceAsStream(type.name.replace('.', '/') + ".class")).use { it.readAllBytes() }
