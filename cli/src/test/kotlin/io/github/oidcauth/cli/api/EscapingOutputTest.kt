package io.github.oidcauth.cli.api

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import java.io.ByteArrayOutputStream

internal class EscapingOutputTest : FunSpec({
    fun shown(vararg pieces: ByteArray): String {
        val terminal = ByteArrayOutputStream()
        EscapingOutput(terminal).use { output -> pieces.forEach { output.write(it) } }
        return terminal.toString(Charsets.UTF_8)
    }

    test("text stays as it is, with its line breaks and tabs") {
        shown("{\n\t\"name\": \"Zoë 🦊\"\n}".toByteArray()) shouldBe "{\n\t\"name\": \"Zoë 🦊\"\n}"
    }

    test("no character that a terminal obeys stays") {
        val hostile = (0..0x9f).filter { it != 9 && it != 10 && (it < 0x20 || it >= 0x7f) }.joinToString("") { "${it.toChar()}" }
        shown("\u001b]0;title\u0007\u001b[2J\r".toByteArray()) shouldBe "^[]0;title^G^[[2J^M"
        shown("$hostile\u202e\u2066".toByteArray()).forEach { (it >= ' ' && it !in '\u007f'..'\u009f') shouldBe true }
        shown("\u009b2J\u202e".toByteArray()) shouldBe "\\u009b2J\\u202e"
        shown("\u007f".toByteArray()) shouldBe "^?"
    }

    test("a character in two pieces is one, and half a character is replaced") {
        val octets = "a🦊".toByteArray()
        shown(octets.copyOf(3), octets.copyOfRange(3, 5)) shouldBe "a🦊"
        shown(octets.copyOf(3)) shouldBe "a\ufffd"
        // The second octet of a control character in C1 does not come through on its own.
        shown(byteArrayOf(0xc2.toByte()), byteArrayOf(0x9b.toByte())) shouldBe "\\u009b"
        shown(byteArrayOf(0x9b.toByte(), '2'.code.toByte())) shouldNotContain "\u009b"
    }
})
