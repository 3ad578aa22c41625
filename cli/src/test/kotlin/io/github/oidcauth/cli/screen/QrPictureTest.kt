// Tests PhoneReach and ScreenEncoding.
package io.github.oidcauth.cli.screen

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.TerminalSpace
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe

internal class QrPictureTest : FunSpec({
    // 53 characters, a code of 29 modules.
    val page = "https://login.example.com/device?user_code=WDJB-MJHT1"

    fun code(complete: String?) =
        DeviceCode.deserialize(
            """{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://login.example.com/device",""" +
                complete?.let { """"verification_uri_complete":"$it",""" }.orEmpty() + """"expires_in":600}""",
        )

    fun picture(
        isRequested: Boolean = false,
        hasHalfBlocks: Boolean = true,
        isLight: Boolean = false,
    ) = QrPicture(isRequested, isLight, hasHalfBlocks)

    fun QrPicture.of(
        columns: Int,
        rows: Int?,
        url: String = page,
    ) = of(code(url), TerminalSpace(columns, rows))

    test("the complete page is shown, or the page to type the code at") {
        QrReader.read(picture().of(80, 50)) shouldBe page
        QrReader.read(picture().of(code(null), TerminalSpace(80, 50))) shouldBe "https://login.example.com/device"
    }

    test("with styles the colours are set, and without them it is drawn for the ground of the terminal") {
        val colored = picture(isLight = true).of(code(page), TerminalSpace(80, 50, hasStyles = true))
        colored.drop(1).all { it.startsWith("\u001b[97;40m") } shouldBe true
        QrReader.read(colored, isDark = true) shouldBe page
        QrReader.read(picture(isLight = true).of(80, 50), isDark = false) shouldBe page
        QrReader.read(picture(isLight = true).of(80, 50), isDark = true) shouldBe null
    }

    test("the quiet zone is four modules, two where there is less room, and then there is no code") {
        fun widthAt(
            columns: Int,
            rows: Int?,
        ) = picture().of(columns, rows).lastOrNull()?.length
        widthAt(38, 50) shouldBe 37
        widthAt(37, 50) shouldBe 33
        widthAt(34, 50) shouldBe 33
        widthAt(33, 50) shouldBe null
        widthAt(80, 24) shouldBe 37
        widthAt(80, 23) shouldBe 33
        widthAt(80, 22) shouldBe 33
        widthAt(80, 21) shouldBe null
        widthAt(80, null) shouldBe 37
    }

    test("--qr shows it on any height, and says what is missing") {
        QrReader.read(picture(isRequested = true).of(80, 5)) shouldBe page
        picture(isRequested = true).of(33, 50)
            .shouldContainExactly("There is no QR code: it needs 34 columns, and this terminal has 33.")
        picture(isRequested = true, hasHalfBlocks = false).of(80, 50)
            .shouldContainExactly("There is no QR code: the encoding of this terminal has no half blocks. Use UTF-8.")
        picture(hasHalfBlocks = false).of(80, 50).shouldBeEmpty()
    }

    test("a page of this machine has no code unless it is requested, because a phone cannot open it") {
        listOf("http://localhost:8080/device?c=1", "http://127.0.0.1/d", "http://[::1]:80/d", "http://app.localhost/d").forEach {
            picture().of(80, 50, it).shouldBeEmpty()
            picture(isRequested = true).of(80, 50, it).shouldNotBeEmpty()
        }
        listOf("https://localhost.example.com/d", "https://127.example.com/d", "https://10.0.0.1/d", "http://[::2]/d").forEach {
            PhoneReach.isOnThisMachine(it) shouldBe false
        }
    }

    test("half blocks are in UTF-8 and in code page 437, and not in Latin 1 or ASCII") {
        fun has(charset: String) = ScreenEncoding.hasHalfBlocks(mapOf("stderr.encoding" to charset)::get)
        has("UTF-8") shouldBe true
        has("IBM437") shouldBe true
        has("ISO-8859-1") shouldBe false
        has("US-ASCII") shouldBe false
        ScreenEncoding.hasHalfBlocks(mapOf("stderr.encoding" to "?", "sun.stderr.encoding" to "US-ASCII")::get) shouldBe false
    }
})
