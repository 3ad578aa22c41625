// Tests QrCode.
package io.github.oidcauth.cli.screen

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

internal class QrTextTest : FunSpec({
    fun url(length: Int) = "https://login.example.com/device?user_code=".padEnd(length, 'W')

    fun code(text: String) = QrCode.of(text).shouldNotBeNull()

    listOf(20, 43, 78, 200, 500).forEach { length ->
        listOf(2, 4).forEach { zone ->
            test("a URL of $length characters with a quiet zone of $zone is read on a dark and on a light terminal") {
                val code = code(url(length))
                QrReader.read(QrText(QrText.Ground.DARK).lines(code, zone), isDark = true) shouldBe url(length)
                QrReader.read(QrText(QrText.Ground.LIGHT).lines(code, zone), isDark = false) shouldBe url(length)
                // Its colours make any terminal a dark one.
                QrReader.read(QrText(QrText.Ground.COLORED).lines(code, zone), isDark = true) shouldBe url(length)
            }
        }
    }

    test("each line sets both colours and takes them back, or has no escape at all") {
        val code = code(url(43))
        QrText(QrText.Ground.COLORED).lines(code, 4).forEach {
            it.startsWith("\u001b[97;40m") shouldBe true
            it.endsWith("\u001b[0m") shouldBe true
        }
        listOf(QrText.Ground.DARK, QrText.Ground.LIGHT).forEach { ground ->
            QrText(ground).lines(code, 4).forEach { it shouldNotContain "\u001b" }
        }
    }

    test("all lines have the width that was announced, and there are as many as announced") {
        listOf(2, 4).forEach { zone ->
            val code = code(url(43))
            val lines = QrText(QrText.Ground.DARK).lines(code, zone)
            (lines.first().length to lines.size) shouldBe QrText.space(code.size, zone)
            lines.map { it.length }.distinct().size shouldBe 1
        }
    }

    test("a text that is too long for any code has none") {
        QrCode.of(url(2953)).shouldNotBeNull()
        QrCode.of(url(2954)).shouldBeNull()
    }
})
