package io.github.oidcauth.cli.screen

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class TerminalGroundTest : FunSpec({
    fun isLight(value: String?) = TerminalGround.isLight { if (it == "COLORFGBG") value else null }

    test("a terminal is light only if COLORFGBG says so") {
        listOf("0;15", "0;default;15", "0;7", "0;9").forEach { isLight(it) shouldBe true }
        listOf(null, "", "15", "15;0", "12;8", "0;default", "0;16", "0;-1").forEach { isLight(it) shouldBe false }
    }
})
