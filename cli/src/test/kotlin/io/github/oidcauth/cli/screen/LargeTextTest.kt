// Tests LoginDrawing.
package io.github.oidcauth.cli.screen

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.TerminalSpace
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

internal class LargeTextTest : FunSpec({
    val alphabet = ('A'..'Z') + ('0'..'9') + '-'

    fun code(userCode: String) =
        DeviceCode.deserialize(
            """{"device_code":"d","user_code":"$userCode","verification_uri":"http://localhost/device","expires_in":600}""",
        )

    fun drawn(
        columns: Int,
        rows: Int?,
        userCode: String = "WDJB-MJHT",
        hasHalfBlocks: Boolean = true,
    ) = LoginDrawing(QrPicture(isRequested = false, isLight = false, hasHalfBlocks), hasHalfBlocks)
        .of(code(userCode), TerminalSpace(columns, rows))

    test("letters are drawn in four rows") {
        LargeText.lines("H-1").shouldContainExactly(
            "█   █        ▄█  ",
            "█▄▄▄█ ▄▄▄▄▄   █  ",
            "█   █         █  ",
            "▀   ▀        ▀▀▀ ",
        )
    }

    test("no two characters look the same, and all have the same size") {
        alphabet.map { LargeText.lines("$it") }.toSet().size shouldBe alphabet.size
        alphabet.forEach { c -> LargeText.lines("$c").map { it.length } shouldBe listOf(5, 5, 5, 5) }
    }

    test("a code with other characters is not drawn") {
        listOf("wdjb", "WDJB MJHT", "Ä", "A\u001b").forEach { LargeText.lines(it).shouldBeEmpty() }
    }

    test("the code is drawn where its letters fit") {
        drawn(80, 24).size shouldBe 4
        // Four blanks, and nine letters of five columns with one between them.
        drawn(58, 18).size shouldBe 4
        drawn(57, 18).shouldBeEmpty()
        drawn(58, 17).shouldBeEmpty()
        drawn(80, null).size shouldBe 4
        drawn(80, 24, hasHalfBlocks = false).shouldBeEmpty()
        drawn(80, 24, userCode = "abcd").shouldBeEmpty()
    }
})
