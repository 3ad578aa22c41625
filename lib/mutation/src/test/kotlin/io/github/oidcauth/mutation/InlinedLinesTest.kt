package io.github.oidcauth.mutation

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotContainAnyOf
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import org.objectweb.asm.ClassReader
import org.objectweb.asm.tree.ClassNode

class InlinedLinesTest :
    FunSpec({
        test("lines of other people's inline functions are found, those of our own are not") {
            val map =
                """
                SMAP
                Sample.kt
                Kotlin
                *S Kotlin
                *F
                + 1 Sample.kt
                io/github/oidcauth/Sample
                + 2 _Collections.kt
                kotlin/collections/CollectionsKt___CollectionsKt
                + 3 Other.kt
                io/github/oidcauth/internal/OtherKt
                *L
                1#1,90:1
                1755#2,3:91
                1807#2:94
                12#3,2:95
                *S KotlinDebug
                *F
                + 1 Sample.kt
                io/github/oidcauth/Sample
                *L
                14#1:91,3
                *E
                """.trimIndent()
            linesOfOthers(map, "io/github/oidcauth/") shouldBe setOf(91, 92, 93, 94)
        }

        test("a class without a source map has none") {
            linesOfOthers(null, "io/github/oidcauth/").shouldBeEmpty()
        }

        test("the compiler writes its maps in this form") {
            val type = ClassNode()
            ClassReader(SampleOfInlining::class.java.name).accept(type, 0)
            val lines = linesOfOthers(type.sourceDebug, "io/github/oidcauth/")
            lines.size shouldBeGreaterThan 0
            lines shouldNotContainAnyOf (1..LAST_LINE).toSet()
        }
    })

/** Code whose compiled form is examined; it does not run. */
@Suppress("unused")
internal object SampleOfInlining {
    fun hasBlank(texts: List<String>): Boolean = texts.any { it.isBlank() }
}

/** Of this file. */
private const val LAST_LINE = 63
