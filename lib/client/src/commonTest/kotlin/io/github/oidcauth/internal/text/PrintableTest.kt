package io.github.oidcauth.internal.text

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
            "a line separator" to "\u2028",
            "a paragraph separator" to "\u2029",
            "a no-break space" to "\u00A0",
            "an ideographic space" to "\u3000",
            "a soft hyphen" to "\u00AD",
            "a grapheme joiner" to "\u034F",
            "a Hangul leading filler" to "\u115F",
            "a Hangul vowel filler" to "\u1160",
            "a Hangul filler" to "\u3164",
            "a narrow Hangul filler" to "\uFFA0",
            "a Khmer vowel that is none" to "\u17B5",
            "a Mongolian variation selector" to "\u180B",
            "the last Mongolian variation selector" to "\u180F",
            "a zero-width joiner" to "\u200D",
            "an invisible times" to "\u2062",
            "a code point kept for such" to "\u2065",
            "the first variation selector" to "\uFE00",
            "the one for emoji" to "\uFE0F",
            "a byte order mark" to "\uFEFF",
            "a special that is not assigned" to "\uFFF0",
            "an annotation anchor" to "\uFFF9",
            "a placeholder for an object" to "\uFFFC",
            "no character" to "\uFFFE",
            "no character of the presentation forms" to "\uFDD0",
            "no character of another plane" to "\uD83F\uDFFF",
            "Braille without dots" to "\u2800",
            "an Egyptian blank" to "\uD80D\uDC41",
            "a Khitan filler" to "\uD81B\uDFE4",
            "a note without a head" to "\uD834\uDD59",
            "the last of the plane of tags" to "\uDB43\uDFFF",
        ).forEach { (name, character) ->
            test("$name, which is invisible, becomes a space") { "a${character}b".printable() shouldBe "a b" }
        }

        context("neighbouring characters in the tables stay") {
            listOf(
                "\u00AC",
                "\u3163",
                "\u3165",
                "\u2801",
                "\uFFFD",
                "\uFDF0",
                "\uFE10",
                "\u115E",
                "\u1161",
                "\uD834\uDD58",
            ).forEach {
                test("${it.first().code.toString(16)}, ${it.length} units") { "a${it}b".printable() shouldBe "a${it}b" }
            }
        }

        context("marks on a letter") {
            test("four stay, of a flood the rest is dropped") {
                val mark = "\u0301"
                "a${mark.repeat(4)}b".printable() shouldBe "a${mark.repeat(4)}b"
                "a${mark.repeat(5)}b$mark".printable() shouldBe "a${mark.repeat(4)}b$mark"
                "Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319".printable() shouldBe "Z\u0351\u036B\u0343\u036A"
            }

            test("those of two units count too, and those that enclose") {
                val stem = "\uD834\uDD69"
                "a${stem.repeat(9)}b".printable() shouldBe "a${stem.repeat(4)}b"
                "a${"\u20DD".repeat(9)}b".printable() shouldBe "a${"\u20DD".repeat(4)}b"
            }

            test("without a letter they are dropped: they would sit on what was written before") {
                "\u0301a \u0301b\u200B\u0301c\n\u0301d".printable() shouldBe "a b c d"
            }

            test("words of languages that have them stay") {
                listOf(
                    "Tie\u0302\u0301ng Vie\u0323\u0302t",
                    "\u05E9\u05B8\u05C1\u05DC\u05D5\u05B9\u05DD",
                    "\u0E17\u0E35\u0E48\u0E19\u0E35\u0E48",
                    "\u0928\u092E\u0938\u094D\u0924\u0947",
                )
                    .forEach { it.printable() shouldBe it }
            }

            test("a flood of a megabyte is not even read to its end") {
                ("a" + "\u0301".repeat(1 shl 20) + "b").printable(10) shouldBe "a" + "\u0301".repeat(4)
            }
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
