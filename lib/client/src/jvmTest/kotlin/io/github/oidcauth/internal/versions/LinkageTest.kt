package io.github.oidcauth.internal.versions

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import org.objectweb.asm.tree.ClassNode

private const val METADATA = "Lkotlin/Metadata;"

/** Holds the versions that the compiled library runs with, down to the last reference. */
class LinkageTest :
    FunSpec({
        val library = ClassFiles(listOf(TestClassPaths.library)).all

        test("all that the library refers to is in the versions that it is built, or run, with") {
            Linkage(ClassFiles(TestClassPaths.jars), TestClassPaths.PACKAGES).missing(library).shouldBeEmpty()
        }

        test("it is so with the oldest versions that the library accepts, too") {
            Linkage(
                ClassFiles(TestClassPaths.with(TestClassPaths.OLDEST)),
                TestClassPaths.PACKAGES,
            ).missing(library).shouldBeEmpty()
        }

        test("functions that older versions do not have are found") {
            val missing = Linkage(
                ClassFiles(TestClassPaths.with(mapOf("kotlin-stdlib" to "1.9.25"))),
                TestClassPaths.PACKAGES,
            ).missing(library)

            missing.map { it.substringBefore(", in ") } shouldContain "kotlin/time/Clock"
        }

        test("the check of versions itself links against Kotlin 1.9, and needs nothing else") {
            val check = library.filter { it.name.startsWith("io/github/oidcauth/internal/versions/") }
            val kotlin =
                ClassFiles(TestClassPaths.with(mapOf("kotlin-stdlib" to "1.9.10")).filter { it.name.startsWith("kotlin-stdlib") })

            check.isEmpty() shouldBe false
            Linkage(kotlin, TestClassPaths.PACKAGES).missing(check).shouldBeEmpty()
        }

        test("blocking calls are of a shape that coroutines had before 1.11") {
            val names = library.flatMap {
                it.methods
            }.flatMap { it.instructions }.flatMap { it.references() }.mapNotNull { it.name }

            names.filter { it.startsWith("runBlockingK") }.shouldBeEmpty()
        }

        test("Kotlin 2.1 and newer read what describes the library to the compiler") {
            library.associate { it.name to metadataVersion(it) }.filterValues { it != null && it > 2.2 }.keys.shouldBeEmpty()
            library.mapNotNull(::metadataVersion).distinct() shouldBe listOf(2.2)
        }
    })

/** The version of Kotlin's metadata: the two first numbers of `mv`. A compiler reads those of the next release after its own. */
private fun metadataVersion(node: ClassNode): Double? {
    val values = node.visibleAnnotations.orEmpty().singleOrNull { it.desc == METADATA }?.values ?: return null
    val version = values[values.indexOf("mv") + 1] as List<*>
    return "${version[0]}.${version[1]}".toDouble()
}
