package io.github.oidcauth.internal.addresses

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class UrlReferenceTest :
    FunSpec({
        context("the examples of RFC 3986 §5.4") {
            mapOf(
                "g:h" to "g:h",
                "g" to "http://a/b/c/g",
                "./g" to "http://a/b/c/g",
                "g/" to "http://a/b/c/g/",
                "/g" to "http://a/g",
                "//g" to "http://g",
                "?y" to "http://a/b/c/d;p?y",
                "g?y" to "http://a/b/c/g?y",
                "#s" to "http://a/b/c/d;p?q#s",
                "g#s" to "http://a/b/c/g#s",
                "g?y#s" to "http://a/b/c/g?y#s",
                ";x" to "http://a/b/c/;x",
                "g;x" to "http://a/b/c/g;x",
                "g;x?y#s" to "http://a/b/c/g;x?y#s",
                "" to "http://a/b/c/d;p?q",
                "." to "http://a/b/c/",
                "./" to "http://a/b/c/",
                ".." to "http://a/b/",
                "../" to "http://a/b/",
                "../g" to "http://a/b/g",
                "../.." to "http://a/",
                "../../" to "http://a/",
                "../../g" to "http://a/g",
                "../../../g" to "http://a/g",
                "../../../../g" to "http://a/g",
                "/./g" to "http://a/g",
                "/../g" to "http://a/g",
                "g." to "http://a/b/c/g.",
                ".g" to "http://a/b/c/.g",
                "g.." to "http://a/b/c/g..",
                "..g" to "http://a/b/c/..g",
                "./../g" to "http://a/b/g",
                "./g/." to "http://a/b/c/g/",
                "g/./h" to "http://a/b/c/g/h",
                "g/../h" to "http://a/b/c/h",
                "g;x=1/./y" to "http://a/b/c/g;x=1/y",
                "g;x=1/../y" to "http://a/b/c/y",
                "g?y/./x" to "http://a/b/c/g?y/./x",
                "g?y/../x" to "http://a/b/c/g?y/../x",
                "g#s/./x" to "http://a/b/c/g#s/./x",
                "g#s/../x" to "http://a/b/c/g#s/../x",
                "http:g" to "http:g",
            ).forEach { (reference, url) ->
                test("'$reference'") { resolveReference("http://a/b/c/d;p?q", reference) shouldBe url }
            }
        }

        test("a base without a path has the root as its directory") {
            resolveReference("https://api.example", "items") shouldBe "https://api.example/items"
            resolveReference("https://api.example?a=b", "?c=d") shouldBe "https://api.example?c=d"
            resolveReference("https://api.example#f", "") shouldBe "https://api.example"
        }

        test("dots of an absolute URL are removed from its path alone") {
            resolveReference("https://a/", "https://b/x/../y?../z#../w") shouldBe "https://b/y?../z#../w"
            resolveReference("https://a/", "https://b?x/../y") shouldBe "https://b?x/../y"
            resolveReference("https://a/x", "//b/../y") shouldBe "https://b/y"
            resolveReference("https://a/x", "mailto:a@b.example") shouldBe "mailto:a@b.example"
        }

        test("encoded dots, backslashes and user names are left for those who validate the URL") {
            resolveReference("https://a/b/c", "%2e%2e/d") shouldBe "https://a/b/%2e%2e/d"
            resolveReference("https://a/b/c", "\\\\evil") shouldBe "https://a/b/\\\\evil"
            resolveReference("https://a/b/c", "//u@evil/x") shouldBe "https://u@evil/x"
        }
    })
