// Tests PercentEncoding.
package io.github.oidcauth.internal.api

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class PathSegmentsTest :
    FunSpec({
        test("each segment is encoded as a whole") {
            PathSegments.encode(listOf("a/b;c%d?e#f", 12, true, 'x', "\u00e9 \ud83d\ude00", "a+b@c:d")) shouldBe
                "/a%2Fb%3Bc%25d%3Fe%23f/12/true/x/%C3%A9%20%F0%9F%98%80/a%2Bb@c:d"
        }

        test("a byte array is read as UTF-8, and refused if it is not") {
            PathSegments.encode(listOf("foo".encodeToByteArray(), "\u00e9".encodeToByteArray())) shouldBe "/foo/%C3%A9"
            shouldThrow<IllegalArgumentException> { PathSegments.encode(listOf(byteArrayOf(-1))) }
        }

        test("no segments are no path") { PathSegments.encode(emptyList()) shouldBe "" }

        context("a segment that is not one is refused") {
            withData(
                nameFn = { it.toString() },
                "" to "empty",
                "." to "'..'",
                ".." to "'..'",
                "%2e%2e" to "'..'",
                "..;x" to "'..'",
                "../x" to "'..'",
                "a/../b" to "'..'",
                "a\\..\\b" to "'..'",
                "\uff0e\uff0e" to "'..'",
                "a\u0000" to "control character",
                "\udc00" to "surrogate",
            ) { (segment, reason) ->
                val e = shouldThrow<IllegalArgumentException> { PathSegments.encode(listOf("users", segment)) }
                e.message shouldContain reason
            }
        }

        test("lists, maps and what has no text are refused") {
            val unprintable =
                object {
                    override fun toString(): String = error("no text")
                }
            listOf(
                listOf("a"),
                mapOf("a" to 1),
                arrayOf("a"),
                intArrayOf(1),
                charArrayOf('a'),
                { "a" },
                unprintable,
            ).forEach { segment ->
                val e = shouldThrow<IllegalArgumentException> { PathSegments.encode(listOf("users", segment)) }
                e.message shouldContain "Unexpected segment"
            }
        }
    })
