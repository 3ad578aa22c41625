package io.github.oidcauth.sample.published

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotBeBlank
import java.io.File

/** Without these, Maven Central refuses an artifact. */
private val COMMON =
    listOf(
        "name",
        "description",
        "url",
        "licenses/license/name",
        "licenses/license/url",
        "developers/developer/name",
        "developers/developer/organization",
        "developers/developer/organizationUrl",
        "scm/connection",
        "scm/developerConnection",
        "scm/url",
        "issueManagement/url",
        "organization/name",
    )

private val VERSION = Regex("-\\d[\\w.-]*$")

private fun isMade(pom: Pom): Enabled =
    if (pom.isBuilt) Enabled.enabled else Enabled.disabled("Not in this build: ${pom.artifactId}.")

private fun Pom.isDependentOnBuild(): Boolean =
    listOf("parent", "dependencyManagement", "build", "properties", "profiles", "repositories").any { has(it) }

/** Holds what the poms of published artifacts say of them, as their readers and Maven Central expect it. */
class PublishedPomTest :
    FunSpec({
        val parent = Pom(File("../../pom.xml").canonicalFile)
        val published = parent.modules().filter { it.isDeployed }
        val client = published.single { it.artifactId == "oidc-auth-client" }

        for (element in COMMON) {
            test("the parent says for all: $element") { parent.text(element).shouldNotBeBlank() }
        }

        test("addresses are inherited as they are: the folder of a module is no page of its own") {
            parent.root.getAttribute("child.project.url.inherit.append.path") shouldBe "false"
            for (part in listOf("connection", "developerConnection", "url")) {
                parent.text("scm/@child.scm.$part.inherit.append.path") shouldBe "false"
            }
        }

        test("the published artifacts are those for programs, and not the command or the samples") {
            published.map { it.artifactId } shouldContainAll
                listOf("client", "testing", "redis", "keyring", "okhttp", "grpc", "spring").map { "oidc-auth-$it" }
            published.filter {
                it.artifactId.contains(Regex("-(cli|sample|interop|benchmarks)\\b"))
            }.map { it.artifactId } shouldBe
                emptyList()
        }

        for (pom in published) {
            test("${pom.artifactId} has a name and a description of its own") {
                pom.text("name").shouldNotBeBlank()
                pom.text("description").shouldNotBeBlank()
            }

            test("${pom.artifactId} is published with what the parent says of all").config(enabledOrReasonIf = { isMade(pom) }) {
                val made = Pom(pom.published)

                for (element in COMMON - "name" - "description") made.text(element) shouldBe parent.text(element)
                for (element in listOf("name", "description", "artifactId")) made.text(element) shouldBe pom.text(element)
            }
        }

        for (pom in published.filter { it.has("parent") }) {
            test("${pom.artifactId} takes its addresses, licence and developers from the parent") {
                pom.text("parent/artifactId") shouldBe parent.artifactId
                for (element in listOf("url", "licenses", "developers", "scm", "issueManagement")) pom.has(element) shouldBe false
            }

            test("${pom.artifactId} needs nothing of this build: its dependencies have versions, and there is no parent")
                .config(enabledOrReasonIf = { isMade(pom) }) {
                    val made = Pom(pom.published)

                    made.isDependentOnBuild() shouldBe false
                    made.dependencies().map { it.replace(VERSION, "-") } shouldBe pom.dependencies()
                    made.has("dependencies/dependency[scope='test']") shouldBe false
                }
        }

        test("the library is published with the versions that it is tested with").config(enabledOrReasonIf = { isMade(client) }) {
            val path = System.getProperty("java.class.path") + System.getProperty("surefire.test.class.path").orEmpty()

            Pom(client.published).dependencies().filterNot { "/$it.jar" in path } shouldBe emptyList()
        }

        for (pom in published.filter { it.isJar }) {
            test("${pom.artifactId} comes with sources, documentation and the name of a module") {
                val folder = pom.artifactId.removePrefix("oidc-auth-")
                pom.has("build/plugins/plugin[artifactId='maven-source-plugin']/executions/execution/goals/goal") shouldBe true
                pom.text("properties/documentation.skip") shouldBe "false"
                pom.text("//Automatic-Module-Name") shouldBe "io.github.oidcauth.$folder"
            }
        }
    })
