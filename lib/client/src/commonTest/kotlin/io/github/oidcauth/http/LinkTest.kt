// Tests LinkReader and decodeExtendedValue.
package io.github.oidcauth.http

import io.github.oidcauth.internal.responses.LinkReader
import io.github.oidcauth.internal.responses.decodeExtendedValue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.maps.shouldContain
import io.kotest.matchers.maps.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.random.Random

class LinkTest :
    FunSpec({
        val url = "https://api.example/repos/7/issues?page=1"

        fun read(vararg headers: String): List<String> =
            Link.parse(headers.toList(), url).map { link -> "${link.url} ${link.relations.joinToString(",")}".trim() }

        context("links that servers send") {
            mapOf(
                // RFC 8288 §3.5.
                "<http://example.com/TheBook/chapter2>; rel=\"previous\"; title=\"previous chapter\"" to
                    listOf("http://example.com/TheBook/chapter2 previous"),
                "</>; rel=\"http://example.net/foo\"" to listOf("https://api.example/ http://example.net/foo"),
                "</terms>; rel=\"copyright\"; anchor=\"#foo\"" to listOf("https://api.example/terms copyright"),
                "<http://example.org/>; rel=\"start http://example.net/relation/other\"" to
                    listOf("http://example.org/ start,http://example.net/relation/other"),
                "<https://example.org/>; rel=\"start\", <https://example.org/index>; rel=\"index\"" to
                    listOf("https://example.org/ start", "https://example.org/index index"),
                // GitHub's, which leave the path of the request.
                "<https://api.example/repositories/1/issues?page=2>; rel=\"next\", " +
                    "<https://api.example/repositories/1/issues?page=9>; rel=\"last\"" to
                    listOf(
                        "https://api.example/repositories/1/issues?page=2 next",
                        "https://api.example/repositories/1/issues?page=9 last",
                    ),
                "<?page=2>; rel=next" to listOf("https://api.example/repos/7/issues?page=2 next"),
                "<../8>; rel=next" to listOf("https://api.example/repos/8 next"),
                "<https://a.example/?q=a,b;c>; rel=next" to listOf("https://a.example/?q=a,b;c next"),
                "<a>;rel=next,<b>;rel=last" to
                    listOf("https://api.example/repos/7/a next", "https://api.example/repos/7/b last"),
                "<a> ; REL = \"Next\" ; type=\"text/html\"" to listOf("https://api.example/repos/7/a Next"),
                "<a>; rel=\"next\"; rel=\"last\"" to listOf("https://api.example/repos/7/a next"),
                "<a>; rel=\"\\n\\e\\x\\t\"" to listOf("https://api.example/repos/7/a next"),
                "<a>; title=\"x, <b>; rel=last\"; rel=next" to listOf("https://api.example/repos/7/a next"),
                "<a>; crossorigin; rel=preload" to listOf("https://api.example/repos/7/a preload"),
                "<a>;; rel=next;, ,,<b>" to listOf("https://api.example/repos/7/a next", "https://api.example/repos/7/b"),
                "<>; rel=self" to listOf("$url self"),
                "<mailto:a@b.example>; rel=author" to listOf("mailto:a@b.example author"),
                "" to emptyList(),
                " ,, " to emptyList(),
            ).forEach { (header, links) -> test("'$header'") { read(header) shouldBe links } }
        }

        test("several headers are read in order") {
            read("<a>; rel=next", "<b>; rel=last, <c>") shouldBe
                listOf(
                    "https://api.example/repos/7/a next",
                    "https://api.example/repos/7/b last",
                    "https://api.example/repos/7/c",
                )
        }

        context("a malformed link ends its header, and those before it count") {
            mapOf(
                "<a>; rel=next, b" to 1,
                "<a>; rel=next, <b" to 1,
                "<a>; rel=next, <b>; rel=\"last" to 1,
                "<a>; rel=next, <b>; rel=\"last\\" to 1,
                "<a>; rel=next, <b>; rel=\"la\u0000st\", <c>" to 1,
                "<a>; rel=next, <b>; =last, <c>" to 1,
                "<a>; rel=next, <b>x; rel=last" to 1,
                "<a>; rel=next last" to 0,
                "<a>; rel=\"next\"last" to 0,
                "<a>b>; rel=next" to 0,
                "a" to 0,
                ">" to 0,
                "<" to 0,
                "\u0000" to 0,
            ).forEach { (header, count) -> test("'$header'") { read(header) shouldHaveSize count } }
        }

        context("a target that no URL can be is left out, and the next link counts") {
            listOf("a b", "a\u00e4", "a\u0007", "\\\\evil", "a\"b", "a^b", "a`b", "{a}", "a|b").forEach { target ->
                test("'$target'") { read("<$target>; rel=next, <c>") shouldBe listOf("https://api.example/repos/7/c") }
            }
        }

        test("a relation is compared without regard to case") {
            val link = Link.parse(listOf("<a>; rel=\"Next\tLast\""), url).single()
            link.hasRelation("next") shouldBe true
            link.hasRelation("LAST") shouldBe true
            link.hasRelation("nex") shouldBe false
            link.hasRelation("") shouldBe false
        }

        test("the other attributes are read") {
            val header = "<b>; rel=next; anchor=\"/other\"; title=\"a \\\"b\\\"\"; type=\"text/html\"; hreflang=de; x=1; x=2"
            val link = Link.parse(listOf(header), url).single()

            link.anchor shouldBe "https://api.example/other"
            link.title shouldBe "a \"b\""
            link.mediaType shouldBe "text/html"
            link.parameters shouldContain ("hreflang" to "de")
            link.parameters shouldContain ("x" to "1")
            link shouldBe Link.parse(listOf(header), url).single()
            link.hashCode() shouldBe Link.parse(listOf(header), url).single().hashCode()
            link shouldNotBe Link.parse(listOf(header.replace("b>", "c>")), url).single()
            Link.parse(listOf("<b>; rel=next"), url).single().anchor.shouldBeNull()
        }

        context("titles of RFC 8187") {
            mapOf(
                // RFC 8288 §3.5.
                "UTF-8'de'letztes%20Kapitel" to "letztes Kapitel",
                "UTF-8'de'n%c3%a4chstes%20Kapitel" to "n\u00e4chstes Kapitel",
                // RFC 8187 §3.2.3.
                "utf-8'en'%C2%A3%20rates" to "\u00a3 rates",
                "UTF-8''%c2%a3%20and%20%e2%82%ac%20rates" to "\u00a3 and \u20ac rates",
                "iso-8859-1'en'%A3%20rates" to "\u00a3 rates",
                "UTF-8''a'b" to "a'b",
            ).forEach { (value, title) ->
                test(value) {
                    decodeExtendedValue(value) shouldBe title
                    Link.parse(listOf("<a>; title=plain; title*=$value"), url).single().title shouldBe title
                }
            }
        }

        context("a title that is not encoded correctly gives way to the plain one") {
            listOf(
                "UTF-8''%c3",
                "UTF-8''%ff",
                "UTF-8''%",
                "UTF-8''%a",
                "UTF-8''%zz",
                "UTF-8''%+1",
                "koi8-r''%c3",
                "a",
                "UTF-8'en",
                "'",
            )
                .forEach { value ->
                    test(value) {
                        decodeExtendedValue(value).shouldBeNull()
                        Link.parse(listOf("<a>; title*=$value; title=plain"), url).single().title shouldBe "plain"
                    }
                }
        }

        test("a title is one line that can be printed") {
            val header = "<a>; title*=UTF-8''%1b%5b31mred%0aline%e2%80%ae"
            Link.parse(listOf(header), url).single().title shouldBe "[31mred line"
        }

        test("a link is printed without its query and without a password") {
            Link.parse(listOf("<https://a.example/x?token=s3cret>; rel=next"), url).single().toString() shouldBe
                "Link(https://a.example/x, rel=next)"
            Link.parse(listOf("<https://u:s3cret@a.example/x>; rel=next"), url).single().toString() shouldNotContain "s3cret"
        }

        test("the number of headers, links and parameters, and the length of headers, are limited") {
            Link.parse(List(LinkReader.MAX_HEADERS + 1) { "<a$it>" }, url) shouldHaveSize LinkReader.MAX_HEADERS
            Link.parse(listOf(List(LinkReader.MAX_LINKS + 1) { "<a$it>" }.joinToString()), url) shouldHaveSize
                LinkReader.MAX_LINKS
            Link.parse(List(2) { List(60) { "<a$it>" }.joinToString() }, url) shouldHaveSize LinkReader.MAX_LINKS
            val many = (0..LinkReader.MAX_PARAMETERS).joinToString("") { ";p$it=1" }
            Link.parse(listOf("<a>$many"), url).single().parameters shouldHaveSize LinkReader.MAX_PARAMETERS
            val most = "<a>; rel=next; title=" + "x".repeat(LinkReader.MAX_HEADER_LENGTH - 21)
            Link.parse(listOf(most), url) shouldHaveSize 1
            Link.parse(listOf(most + "x"), url).shouldBeEmpty()
        }

        test("no text throws, and every URL is absolute") {
            val random = Random(1)
            val pieces =
                listOf(
                    "<",
                    ">",
                    ";",
                    ",",
                    "=",
                    "\"",
                    "\\",
                    "rel",
                    "next",
                    "title*",
                    "UTF-8''",
                    "%",
                    " ",
                    "\u0000",
                    "//",
                    "..",
                    "?",
                    "a:",
                )
            repeat(20_000) {
                val header = List(random.nextInt(20)) { pieces.random(random) }.joinToString("")
                Link.parse(listOf(header), url).forEach { link ->
                    (':' in link.url) shouldBe true
                    link.toString()
                }
            }
        }
    })
