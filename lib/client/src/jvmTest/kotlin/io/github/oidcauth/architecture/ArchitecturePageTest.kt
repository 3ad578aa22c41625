package io.github.oidcauth.architecture

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe

/** Checks what `docs/architecture.md` says of files and packages. */
class ArchitecturePageTest :
    FunSpec({
        val page = Sources.architecture
        val code = Regex("`([^`\n]+)`").findAll(page).map { it.groupValues[1] }.toList()

        test("each source file that the page names exists, and is the only one of that name") {
            val named = code.filter { Regex("""[\w/]+\.(kt|java)""").matches(it) }.distinct()
            val found = named.associateWith { name -> Sources.all.filter { it == name || it.endsWith("/$name") } }

            found.filterValues { it.size != 1 }.keys.shouldBeEmpty()
        }

        test("each function or property that the page names after a file is declared there") {
            val named = Regex("""`([\w/]+\.kt)`, (?:function )?`(\w+)`""").findAll(page).map { it.destructured }.toList()
            val missing =
                named.filterNot { (file, name) ->
                    val declaration = Regex("""\b(fun|val|var) (<[^>]+> )?([\w.]+\.)?$name\b""")
                    Sources.textsOf(file).any(declaration::containsMatchIn)
                }

            named.isEmpty() shouldBe false
            missing.joinToString("\n") { (file, name) -> "$file: $name" } shouldBe ""
        }

        test("each file and folder that the page links to exists") {
            val links = Regex("""]\(([^):#]+)(?:#[^)]*)?\)""").findAll(page).map { it.groupValues[1] }.toList()
            val paths = links.map { if (it.startsWith("../")) it.removePrefix("../") else "docs/$it" }

            paths.filter { path ->
                Sources.all.none { it == path || it.startsWith("${path.removeSuffix("/")}/") }
            }.shouldBeEmpty()
        }

        test("the internal packages that the page names are those that there are") {
            val packages = Sources.library.filter(::isInternal).map { packageOf(it).replace('/', '.') }.toSet()
            val named = code.filter { Regex("""internal(\.[a-z0-9]+)+""").matches(it) }.toSet()

            named shouldContainExactlyInAnyOrder packages
        }

        test("the picture has the floors that the class files are checked for") {
            val picture = page.substringAfter("```mermaid").substringBefore("```")
            val nodes = Regex("""\w+\["<b>[^<]+</b><br>([^"]+)"]""").findAll(picture).map { it.groupValues[1] }.toList()

            nodes.drop(1).map { it.split(", ").toSet() } shouldBe Layers.FLOORS
        }

        test("the page tells the five journeys, each of whose files is referred to by one before it") {
            val journeys = Journeys(page)

            journeys.files.keys.toList().shouldContainExactly(
                "Cached hit",
                "Refresh",
                "Device login",
                "Browser login",
                "Bare grant",
            )
            for (journey in journeys.files.keys) {
                journeys.files.getValue(journey).isEmpty() shouldBe false
                journeys.unreachable(journey, ClassReferences.all).joinToString() shouldBe ""
            }
        }

        test("a file that nothing before it refers to is found") {
            val list = "1. `A.kt` begins.\n2. `b/B.kt` goes on.\n3. `C.kt`\n"
            val journeys = Journeys("\n## The five journeys\n\n### Short\n\n$list\n## Else\n\n1. `D.kt`\n")

            journeys.files shouldBe mapOf("Short" to listOf("A.kt", "b/B.kt", "C.kt"))
            journeys.unreachable("Short", listOf(ClassReference("AKt", "b/B\$Companion"), ClassReference("x/C", "A"))) shouldBe
                listOf("C")
            journeys.unreachable("Short", listOf(ClassReference("A", "b/B"), ClassReference("A\$1", "c/CKt"))).shouldBeEmpty()
        }
    })
