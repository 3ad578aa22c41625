// Tests Styles.
package io.github.oidcauth.cli.screen

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class ColorChoiceTest : FunSpec({
    fun colors(
        vararg variables: Pair<String, String>,
        choice: ColorChoice = ColorChoice.AUTO,
        terminal: Boolean = true,
        windows: Boolean = false,
    ) = choice.hasColors(mapOf(*variables)::get, terminal, windows)

    test("a terminal has colours, a file and a dumb terminal have none") {
        colors("TERM" to "xterm") shouldBe true
        colors(terminal = false) shouldBe false
        colors("TERM" to "dumb") shouldBe false
        colors("CLICOLOR" to "0") shouldBe false
        colors("CLICOLOR" to "1", terminal = false) shouldBe false
    }

    test("NO_COLOR wins over the variables that force colours, and an empty one is none") {
        colors("NO_COLOR" to "1") shouldBe false
        colors("NO_COLOR" to "0", "CLICOLOR_FORCE" to "1") shouldBe false
        colors("NO_COLOR" to "") shouldBe true
    }

    test("CLICOLOR_FORCE and FORCE_COLOR force colours into a file, unless they are 0") {
        listOf("CLICOLOR_FORCE", "FORCE_COLOR").forEach {
            colors(it to "1", terminal = false) shouldBe true
            colors(it to "1", "TERM" to "dumb", terminal = false) shouldBe true
            colors(it to "0") shouldBe false
            colors(it to "", terminal = false) shouldBe false
        }
        colors("FORCE_COLOR" to "false") shouldBe false
        colors("CLICOLOR_FORCE" to "1", "FORCE_COLOR" to "0", terminal = false) shouldBe true
    }

    test("--color wins over all variables") {
        colors("NO_COLOR" to "1", choice = ColorChoice.ALWAYS, terminal = false) shouldBe true
        colors("CLICOLOR_FORCE" to "1", choice = ColorChoice.NEVER) shouldBe false
    }

    test("the older console of Windows has none") {
        colors(windows = true) shouldBe false
        colors("WT_SESSION" to "1", windows = true) shouldBe true
    }

    test("the terminal decides only if nothing else does") {
        ColorChoice.AUTO.decision(mapOf("TERM" to "dumb", "CLICOLOR" to "1")::get) shouldBe null
        ColorChoice.AUTO.decision(mapOf("NO_COLOR" to "1")::get) shouldBe false
        ColorChoice.AUTO.decision(mapOf("FORCE_COLOR" to "1")::get) shouldBe true
    }

    test("a choice is found by its word") {
        ColorChoice.find("Always") shouldBe ColorChoice.ALWAYS
        ColorChoice.find("yes") shouldBe null
    }

    test("a style ends with the text, and there is none without colours") {
        Styles(areEnabled = true).error("Error:") shouldBe "\u001b[1;31mError:\u001b[0m"
        Styles.NONE.warning("warning:") shouldBe "warning:"
    }
})
