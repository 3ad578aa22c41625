package io.github.oidcauth.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class SingleLineTextTest :
    FunSpec({
        context("an invisible character, or one drawn as a blank, becomes a blank") {
            listOf(
                0x1B,
                0x0A,
                0x85,
                0xA0,
                0xAD,
                0x200B,
                0x2028,
                0x2029,
                0x202E,
                0x115F,
                0x1160,
                0x3164,
                0xFFA0,
                0x2800,
                0x3000,
                0xFE0F,
                0xE0041,
            )
                .forEach { code -> test("U+%04X".format(code)) { "a${Character.toString(code)}b".onOneLine() shouldBe "a b" } }
        }

        test("neighbouring characters stay, and so do spaces") {
            "a  b\u00AC\u3163\u2801\uD83D\uDE00\uFFFD".onOneLine() shouldBe "a  b\u00AC\u3163\u2801\uD83D\uDE00\uFFFD"
        }

        test("half a character becomes a blank") { "a\uD83Db\uDE00c".onOneLine() shouldBe "a b c" }

        test("four marks on a letter stay, of a flood the rest is dropped") {
            val mark = "\u0301"
            "a${mark.repeat(4)}b".onOneLine() shouldBe "a${mark.repeat(4)}b"
            "${mark}a${mark.repeat(9)}b$mark".onOneLine() shouldBe "a${mark.repeat(4)}b$mark"
        }
    })
