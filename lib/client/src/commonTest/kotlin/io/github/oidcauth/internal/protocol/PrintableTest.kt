package io.github.oidcauth.internal.protocol

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class PrintableTest :
    FunSpec({
        val smile = "\uD83D\uDE00"

        test("control and formatting characters become spaces, and the ends are trimmed") {
            "\u001b[31mred\r\n\u202Eab\u200B\u2028c\u0085".printable() shouldBe "[31mred   ab  c"
        }

        mapOf(
            "a tag" to "\uDB40\uDC41",
            "the language tag" to "\uDB40\uDC01",
            "a variation selector" to "\uDB40\uDD00",
            "the Kaithi number sign" to "\uD804\uDCBD",
            "an Egyptian joiner" to "\uD80D\uDC30",
            "a shorthand overlap" to "\uD82F\uDCA0",
            "the beginning of a beam" to "\uD834\uDD73",
        ).forEach { (name, character) ->
            test("$name, which is invisible, becomes a space") { "a${character}b".printable() shouldBe "a b" }
        }

        test("characters of two units stay") {
            "a$smile\uD835\uDCBD".printable() shouldBe "a$smile\uD835\uDCBD"
        }

        test("half a character becomes a space") {
            "a\uD83Db\uDE00c\uDE00\uD83Dd\uD83D".printable() shouldBe "a b c  d"
        }

        test("a long text is cut at the limit and never inside a character") {
            "abcd".printable(4) shouldBe "abcd"
            "abcde".printable(4) shouldBe "abcd…"
            "abc${smile}d".printable(4) shouldBe "abc…"
            "ab${smile}d".printable(4) shouldBe "ab$smile…"
            "ab  cd".printable(4) shouldBe "ab…"
            smile.printable(1) shouldBe "…"
            smile.printable(0) shouldBe "…"
        }
    })
