package io.github.oidcauth.architecture

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.maps.shouldBeEmpty
import io.kotest.matchers.shouldBe

/** Checks the plan of the library on its class files. A failure names the references that are against it. */
class LayersTest :
    FunSpec({
        val layers = Layers(ClassReferences.all)

        fun none(references: List<ClassReference>) = withClue(references.joinToString("\n")) { references.shouldBeEmpty() }

        test("internal packages have no cycle") {
            none(layers.referencesInCycles())
        }

        test("nothing internal refers to a door") {
            none(layers.referencesToDoors())
        }

        test("nothing internal refers to a higher floor") {
            none(layers.referencesUpwards())
        }

        test("each internal package is on one floor") {
            val packages = ClassReferences.classes.filter(::isInternal).map(::packageOf).toSet()

            Layers.FLOORS.flatten().map { "internal/" + it.replace('.', '/') } shouldContainExactlyInAnyOrder packages
        }

        test("the doors are these, by which a program calls the library") {
            val assembling =
                ClassReferences.all
                    .filter { packageOf(it.to) == "internal/assembly" && !isInternal(it.from) && !it.from.startsWith("java/") }
                    .map { it.from.substringBefore('$') }
                    .toSet()

            assembling shouldContainExactlyInAnyOrder Layers.ASSEMBLING
            (Layers.DOORS - ClassReferences.classes).shouldBeEmpty()
        }

        test("an internal package has from four to 25 files") {
            val sizes = Sources.library.filter(::isInternal).groupingBy(::packageOf).eachCount()
            sizes.keys shouldBe ClassReferences.classes.filter(::isInternal).map(::packageOf).toSet()
            sizes.filterValues { it !in 4..25 }.shouldBeEmpty()
        }

        test("a reference to a door is found, whatever its class has within") {
            val found = ClassReference("internal/a/A\$1", "oauth2/OAuth2Client\$Companion")
            val other = ClassReference("internal/a/A", "oauth2/OAuth2ClientX")
            val facade = ClassReference("internal/a/A", "java/OidcAuth")
            val outside = ClassReference("oauth2/A", "oauth2/OAuth2Client")

            Layers(listOf(found, other, facade, outside)).referencesToDoors().shouldContainExactly(found, facade)
        }

        test("a reference to a higher floor is found, and one within a floor or to a lower one is not") {
            val up = ClassReference("internal/c/C", "internal/a/b/B")
            val down = ClassReference("internal/a/b/B", "internal/c/C")
            val within = ClassReference("internal/c/C", "internal/d/D")
            val floors = listOf(setOf("a.b"), setOf("c", "d"))

            Layers(listOf(up, down, within), floors = floors).referencesUpwards().shouldContainExactly(up)
        }

        test("references in a cycle are found by way of other packages, and those that lead into one are not") {
            val there = ClassReference("internal/a/A", "internal/b/B")
            val on = ClassReference("internal/b/B", "internal/c/d/D")
            val back = ClassReference("internal/c/d/D", "internal/a/A2")
            val into = ClassReference("internal/e/E", "internal/a/A")
            val within = ClassReference("internal/a/A", "internal/a/A2")

            Layers(listOf(there, on, back, into, within)).referencesInCycles().shouldContainExactly(there, on, back)
            Layers(listOf(there, on, into, within)).referencesInCycles().shouldBeEmpty()
        }

        test("references by code and by signatures are read") {
            val all = ClassReferences.all.toSet()

            // A call, the type of a parameter, and what a class extends.
            all shouldContainAll
                listOf(
                    ClassReference("Authenticate", "internal/assembly/SessionRegistry"),
                    ClassReference("TokenStore", "TokenKey"),
                    ClassReference("TimedOutException", "AuthException"),
                )
        }
    })
