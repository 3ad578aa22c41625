package io.github.oidcauth.internal.interaction

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class DisplayWidthTest :
    FunSpec({
        test("a letter takes one column, a wide character or an emoji two, a mark none") {
            DisplayWidth.of("abc") shouldBe 3
            DisplayWidth.of("認証") shouldBe 4
            DisplayWidth.of("\ud83d\udd11") shouldBe 2
            DisplayWidth.of("e\u0301") shouldBe 1
            DisplayWidth.of("▀▄█") shouldBe 3
        }

        test("styles and links take no column, and one that does not end takes none to the end") {
            DisplayWidth.of("\u001b[1mab\u001b[0m") shouldBe 2
            DisplayWidth.of("\u001b]8;;https://x/\u001b\\ab\u001b]8;;\u001b\\") shouldBe 2
            DisplayWidth.of("a\u001b[31") shouldBe 1
            DisplayWidth.of("a\u001b") shouldBe 1
        }

        test("a wide character that does not fit is not within") {
            DisplayWidth.lengthWithin("a認b", 2) shouldBe 1
            DisplayWidth.lengthWithin("a認b", 3) shouldBe 2
            DisplayWidth.lengthWithin("ab", 9) shouldBe 2
        }
    })
