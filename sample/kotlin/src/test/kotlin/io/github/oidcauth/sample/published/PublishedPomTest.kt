package io.github.oidcauth.sample.published

import io.kotest.core.spec.style.FunSpec
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

/** Holds what the poms of published artifacts say of them, as their readers and Maven Central expect it. */
class PublishedPomTest :
    FunSpec({
        val parent = Pom(File("../../pom.xml").canonicalFile)
        val published = parent.modules().filter { it.isDeployed }

        for (element in COMMON) {
            test("the parent says for all: $element") { parent.text(element).shouldNotBeBlank() }
        }

        test("addresses are inherited as they are: the folder of a module is no page of its own") {
            parent.root.getAttribute("child.project.url.inherit.append.path") shouldBe "false"
            for (part in listOf("connection", "developerConnection", "url")) {
                parent.text("scm/@child.scm.$part.inherit.append.path") shouldBe "false"
            }
        }

        test("what is published is what programs use, and not the command or the samples") {
            published.map { it.artifactId } shouldContainAll
                listOf("oidc-auth-client", "oidc-auth-testing", "oidc-auth-redis", "oidc-auth-keyring")
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

            if (pom.has("parent")) {
                test("${pom.artifactId} takes its addresses, licence and developers from the parent") {
                    pom.text("parent/artifactId") shouldBe parent.artifactId
                    for (element in listOf("url", "licenses", "developers", "scm", "issueManagement")) {
                        pom.has(element) shouldBe
                            false
                    }
                }
            } else {
                test("${pom.artifactId}, which has no parent, says what the parent says") {
                    for (element in COMMON - "name" - "description") pom.text(element) shouldBe parent.text(element)
                }
            }
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
