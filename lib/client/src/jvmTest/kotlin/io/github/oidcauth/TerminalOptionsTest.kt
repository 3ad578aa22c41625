package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe

class TerminalOptionsTest :
    FunSpec({
        test("by default a browser is opened, and the terminal decides on the rest") {
            TerminalOptions.DEFAULT.openBrowser shouldBe true
            TerminalOptions.DEFAULT.colors.shouldBeNull()
            TerminalOptions.DEFAULT.plain shouldBe false
            TerminalOptions.DEFAULT.picture.shouldBeNull()
            TerminalOptions {} shouldBe TerminalOptions.DEFAULT
        }

        test("the size of a terminal is a value") {
            TerminalSpace(80, 24) shouldBe TerminalSpace(80, 24)
            TerminalSpace(80, 24).hashCode() shouldBe TerminalSpace(80, 24).hashCode()
            TerminalSpace(80, 24) shouldNotBe TerminalSpace(80, null)
            TerminalSpace(80, 24) shouldNotBe TerminalSpace(80, 24, hasStyles = true)
            TerminalSpace(80, null).toString() shouldBe "TerminalSpace(columns=80, rows=null, hasStyles=false)"
        }
    })
