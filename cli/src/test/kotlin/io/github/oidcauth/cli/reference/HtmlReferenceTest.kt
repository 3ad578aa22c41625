package io.github.oidcauth.cli.reference

import io.github.oidcauth.cli.commands.Commands
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import org.w3c.dom.Document
import org.w3c.dom.Element
import javax.xml.parsers.DocumentBuilderFactory

internal class HtmlReferenceTest : FunSpec({
    val page = HtmlReference(Reference(Commands.all(), Commands.bare()), "1.2.3").text()
    val hostile = HtmlReference(Reference(listOf(HostileCommand()), Commands.bare()), "1").text()

    fun parsed(html: String): Document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(html.removePrefix("<!DOCTYPE html>\n").byteInputStream())

    fun Document.all(name: String): List<Element> = getElementsByTagName(name).let { all ->
        (0..<all.length).map { all.item(it) as Element }
    }

    test("all elements are closed, and all links lead to a heading of the page") {
        val document = parsed(page)
        val ids = document.all("*").map { it.getAttribute("id") }.filter { it.isNotEmpty() }
        ids.shouldBeUnique()
        ids.map { "#$it" } shouldContainAll document.all("a").map { it.getAttribute("href") }
        document.all("nav").single().getElementsByTagName("a").length shouldBe Commands.all().size
    }

    test("it needs no other file and no script") {
        listOf("script", "link", "img", "iframe").forEach { parsed(page).all(it).shouldBeEmpty() }
        listOf("url(", "@import", " src=").forEach { page shouldNotContain it }
    }

    test("a screen reader finds the language, the title, the levels of headings and the heads of tables") {
        val document = parsed(page)
        document.documentElement.getAttribute("lang") shouldBe "en"
        document.all("title").single().textContent shouldBe "oidc-auth: commands"
        document.all("h1").size shouldBe 1
        document.all("th").filter { it.getAttribute("scope").isEmpty() }.shouldBeEmpty()
        val levels = document.all("*").map { it.tagName }.filter { Regex("h[1-6]").matches(it) }.map { it.drop(1).toInt() }
        levels.zipWithNext().filter { (first, second) -> second > first + 1 }.shouldBeEmpty()
    }

    test("texts appear as they are") {
        parsed(hostile).all("script").shouldBeEmpty()
        hostile shouldContain "&lt;script&gt;alert(1)&lt;/script&gt;"
        parsed(hostile).documentElement.textContent shouldContain ".echo '\$HOME' \\n <x> && `id`"
    }
})
