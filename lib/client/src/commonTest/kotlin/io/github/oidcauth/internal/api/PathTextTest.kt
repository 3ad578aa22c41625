// Tests PercentEncoding and DotSegments.
package io.github.oidcauth.internal.api

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class PathTextTest :
    FunSpec({
        context("a path is kept, and encoded where that is missing") {
            withData(
                nameFn = { it.toString() },
                "" to "",
                "/" to "/",
                "users/1234" to "/users/1234",
                "/users/1234" to "/users/1234",
                "users/" to "/users/",
                "a b" to "/a%20b",
                "caf\u00e9/\ud83d\ude00" to "/caf%C3%A9/%F0%9F%98%80",
                "a%20b%2Fc" to "/a%20b%2Fc",
                "100%" to "/100%25",
                "50%zz" to "/50%25zz",
                "documents:analyze" to "/documents:analyze",
                "users/urn:x:1;v=2,3" to "/users/urn:x:1;v=2,3",
                "a...b/.well-known/..." to "/a...b/.well-known/...",
                "users?active=true" to "/users",
            ) { (text, path) -> PathText.of(text).path shouldBe path }
        }

        context("a query is kept, and encoded where that is missing") {
            withData(
                nameFn = { it.toString() },
                "users" to "",
                "users?" to "",
                "users?a=1&b=" to "a=1&b=",
                "users?q=a b|c\"" to "q=a%20b%7Cc%22",
                "users?q=%C3%A9+x" to "q=%C3%A9+x",
                "?url=https://h/../x?y" to "url=https://h/../x?y",
                "a?b=\\" to "b=%5C",
            ) { (text, query) -> PathText.of(text).query shouldBe query }
        }

        context("a path that could leave the root is refused") {
            withData(
                nameFn = { it.toString() },
                "a#b" to "fragment",
                "a\\b" to "backslash",
                "a\nb" to "control character",
                "a%00b" to "control character",
                "a?b=\u0000" to "control character",
                "\ud800" to "unpaired surrogate",
                "//host/x" to "atUrl",
                "https://host/x" to "atUrl",
                "https:host" to "atUrl",
                "HTTP:/host" to "atUrl",
                "any:/host" to "atUrl",
                "javascript:alert(1)" to "atUrl",
                "a//b" to "empty segment",
                "." to "'..'",
                ".." to "'..'",
                "../x" to "'..'",
                "a/../../x" to "'..'",
                "a/%2e%2E/x" to "'..'",
                "a/.%2e" to "'..'",
                "a/..;x=1/b" to "'..'",
                "a/%252e%252e/b" to "'..'",
                "a/%25252e./b" to "'..'",
                "a%2F..%2Fb" to "'..'",
                "a%5C..%5Cb" to "'..'",
                "a/..%3Bx/b" to "'..'",
                "a/..%20/b" to "'..'",
                "a/\uff0e\uff0e/b" to "'..'",
                "a/\u2025/b" to "'..'",
                "a\uff0f..\uff0fb" to "'..'",
                "a/%c0%ae%c0%ae/b" to "UTF-8",
                "a/%e0%80%ae/b" to "UTF-8",
                "%" + "25".repeat(9) + "2e" to "more than 7 times",
            ) { (text, reason) ->
                val e = shouldThrow<IllegalArgumentException> { PathText.of(text) }
                e.message shouldContain reason
            }
        }

        test("text that is encoded seven times is accepted, and eight times is not") {
            fun encoded(times: Int) = "%" + "25".repeat(times - 1) + "41"

            PathText.of(encoded(7)).path shouldBe "/" + encoded(7)
            shouldThrow<IllegalArgumentException> { PathText.of(encoded(8)) }
        }
    })
