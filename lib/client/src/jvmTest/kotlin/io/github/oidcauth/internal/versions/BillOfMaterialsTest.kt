package io.github.oidcauth.internal.versions

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** `oidc-auth-bom` has no parent, and says again what the parent says. */
class BillOfMaterialsTest :
    FunSpec({
        val parent = Pom(File("../../pom.xml"))
        val bom = Pom(File("../bom/pom.xml"))

        test("it has the version of the other artifacts") {
            bom.project("version") shouldBe parent.project("version")
            bom.project("groupId") shouldBe parent.project("groupId")
        }

        test("it names the versions that the library is built with") {
            val shared = bom.managed.filterKeys { it in parent.managed }

            shared shouldContainExactly parent.managed.filterKeys { it in shared }
            bom.managed["kotlin-bom"] shouldBe parent.managed["kotlin-bom"]
            (bom.managed.keys - parent.managed.keys) shouldBe setOf("okhttp-bom", "okio-bom")
        }

        test("it names every artifact that is published for others") {
            val published =
                parent.managed.keys.filter { it.startsWith("oidc-auth-") } - setOf("oidc-auth-cli", "oidc-auth-sample-server")

            bom.managed.keys.filter { it.startsWith("oidc-auth-") }.toSet() shouldBe published.toSet()
        }
    })

/** The parts of a pom.xml that are checked. */
private class Pom(
    file: File,
) {
    private val root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).documentElement
    private val properties = root.child("properties")?.children().orEmpty().associate { it.tagName to it.textContent }

    /** The versions in `dependencyManagement`, by artifact. */
    val managed: Map<String, String> =
        checkNotNull(root.child("dependencyManagement")?.child("dependencies")).children().associate {
            it.text("artifactId") to resolved(it.text("version"))
        }

    fun project(name: String): String = root.text(name)

    private fun resolved(version: String) =
        Regex("\\$\\{(.*)}").matchEntire(version)?.let { properties[it.groupValues[1]] } ?: version

    private fun Element.children(): List<Element> = (0 until childNodes.length).map(childNodes::item).filterIsInstance<Element>()

    private fun Element.child(name: String): Element? = children().find { it.tagName == name }

    private fun Element.text(name: String): String = checkNotNull(child(name)).textContent.trim()
}
