package io.github.oidcauth.interop.published

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.maps.shouldNotContainKey
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File
import java.lang.module.ModuleFinder

private const val DESCRIPTOR = "module-info.class"
private val AUTOMATIC = PublishedArtifact.entries.toSet() - PublishedArtifact.CLIENT - PublishedArtifact.TESTING
private val HREF = Regex("""(?:href|src)=(?:"([^"]*)"|([^\s>"]+))""")

/** Holds what Maven Central and its readers expect beside each jar: sources, documentation, a bill of materials. */
class PublishedJarsTest :
    FunSpec({
        val isDocumented = System.getProperty("published.documentation").toBoolean()
        val documented = if (isDocumented) {
            Enabled.enabled
        } else {
            Enabled.disabled(
                "Not in this build: the documentation, which the profile `docs` makes.",
            )
        }

        for (artifact in PublishedArtifact.entries) {
            val name = artifact.moduleName

            test("$name is the name of a module, with a descriptor or automatic") {
                val found = ModuleFinder.of(artifact.file(".jar").toPath()).findAll().single().descriptor()
                found.name() shouldBe name
                found.isAutomatic shouldBe (artifact in AUTOMATIC)
            }

            test("$name: the sources jar has every source file, and no other") {
                val sources = artifact.sources.flatMap { kotlinFiles(artifact.module.resolve(it)) }
                sources.isEmpty() shouldBe false
                artifact.jar("-sources").entries.keys.filter { it.endsWith(".kt") }.toSet() shouldBe sources.toSet()
            }

            test("$name: no jar tells when or where it was built") {
                for (classifier in listOf("", "-sources") + if (isDocumented) listOf("-javadoc") else emptyList()) {
                    val jar = artifact.jar(classifier)
                    jar.times shouldHaveSize 1
                    jar.entries.filterValues { artifact.module.path in String(it, Charsets.ISO_8859_1) }.keys.shouldBeEmpty()
                }
            }

            test("$name: the documentation names its packages, for links from other people's").config(enabledOrReasonIf = {
                documented
            }) {
                val javadoc = artifact.jar("-javadoc")
                javadoc.text("element-list").lines().filter { it.isNotEmpty() }.toSet() shouldBe artifact.packages
                javadoc.entries.keys shouldContainAll artifact.packages.map { "${it.replace('.', '/')}/package-summary.html" }
                javadoc.entries.keys shouldContain artifact.page
                javadoc.entries.keys.filter { "/internal/" in it }.shouldBeEmpty()
            }

            test("$name: no link of the documentation leads nowhere, and no method returns Unit").config(enabledOrReasonIf = {
                documented
            }) {
                val javadoc = artifact.jar("-javadoc").entries
                val pages = javadoc.filterKeys {
                    it.endsWith(".html") && !it.startsWith("jquery")
                }.mapValues { it.value.decodeToString() }
                for ((page, text) in pages) {
                    withClue(page) {
                        targets(page, text).filterNot { it in javadoc }.shouldBeEmpty()
                        Regex(""">[a-z ]*Unit(</code>| <a)""").findAll(text).map { it.value }.toList().shouldBeEmpty()
                    }
                }
            }

            test("$name: the bill of materials lists what it needs, and is the same in every build").config(enabledOrReasonIf = {
                documented
            }) {
                val bom = Json.parseToJsonElement(artifact.file("-cyclonedx.json").readText()).jsonObject
                val components = bom.getValue("components").jsonArray.map { it.jsonObject.getValue("purl").jsonPrimitive.content }
                components.filter { it.startsWith(artifact.library) } shouldHaveSize 1
                components.filter { "kotest" in it }.shouldBeEmpty()
                bom shouldNotContainKey "serialNumber"
                bom.getValue("metadata").jsonObject.shouldNotContainKey("timestamp")
                artifact.file("-cyclonedx.xml").readText().contains(artifact.library) shouldBe true
            }
        }

        test("no package is in two of the jars, so that they can be modules together") {
            val packages =
                PublishedArtifact.entries.flatMap { artifact ->
                    artifact.jar().entries.keys
                        .filter { it.endsWith(".class") && it != DESCRIPTOR }
                        .map { it.substringBeforeLast('/') }
                        .distinct()
                }
            packages.groupingBy { it }.eachCount().filterValues { it > 1 }.keys.shouldBeEmpty()
        }
    })

private fun kotlinFiles(folder: File) = folder.walk().filter {
    it.extension == "kt"
}.map { it.relativeTo(folder).invariantSeparatorsPath }

/** Returns the files in the same jar that the links of [page] lead to. */
private fun targets(page: String, text: String): Set<String> =
    HREF
        .findAll(text)
        .map { match -> match.groupValues.drop(1).first { it.isNotEmpty() || it === match.groupValues.last() } }
        .map { it.substringBefore('#') }
        .filterNot { it.isEmpty() || it.startsWith("http") || it.startsWith("javascript:") }
        .map { File("/$page").resolveSibling(it).toPath().normalize().toString().removePrefix("/") }
        .toSet()
