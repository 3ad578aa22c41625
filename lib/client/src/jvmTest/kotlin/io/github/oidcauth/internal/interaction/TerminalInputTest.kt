package io.github.oidcauth.internal.interaction

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.IOException
import java.io.InputStream
import java.io.PipedInputStream
import java.io.PipedOutputStream

class TerminalInputTest :
    FunSpec({
        fun pipe(): Pair<PipedOutputStream, TerminalInput> {
            val keyboard = PipedOutputStream()
            val input = PipedInputStream(keyboard, 65_536)
            return keyboard to TerminalInput { input }
        }

        fun PipedOutputStream.type(text: String) {
            write(text.toByteArray())
            flush()
        }

        test("nothing typed is no line, at once") {
            pipe().second.next().shouldBeNull()
        }

        test("a line counts when it is whole") {
            val (keyboard, typed) = pipe()
            keyboard.type("http://localhost:53100/call")
            typed.next().shouldBeNull()
            keyboard.type("back?code=ä\r\n")
            typed.next() shouldBe "http://localhost:53100/callback?code=ä"
            typed.next().shouldBeNull()
        }

        test("several lines come one by one") {
            val (keyboard, typed) = pipe()
            keyboard.type("one\n\ntwo\nthr")
            listOf(typed.next(), typed.next(), typed.next(), typed.next()) shouldBe listOf("one", "", "two", null)
        }

        test("a line of 16 KiB is taken, a longer one dropped whole") {
            val (keyboard, typed) = pipe()
            keyboard.type("a".repeat(16_384) + "\n")
            typed.next()?.length shouldBe 16_384
            keyboard.type("b".repeat(16_385))
            typed.next().shouldBeNull()
            keyboard.type("bbb\nnext\n")
            typed.next() shouldBe "next"
        }

        test(
            "a line of 4,095 bytes, which the terminal has cut, is dropped with a message; other lengths are used",
        ) {
            val onDropped = mutableListOf<String>()
            val keyboard = PipedOutputStream()
            val input = PipedInputStream(keyboard, 65_536)
            val typed = TerminalInput(onDropped = onDropped::add) { input }
            for (length in listOf(4094, 4096)) {
                keyboard.type("a".repeat(length) + "\n")
                typed.next()?.length shouldBe length
            }
            onDropped.shouldBeEmpty()
            // 4,094 letters, one of them of two bytes.
            keyboard.type("a".repeat(4093) + "ä\nnext\n")
            typed.next() shouldBe "next"
            onDropped.single() shouldContain "stty -icanon"
            keyboard.type("b".repeat(16_385) + "\n")
            typed.next().shouldBeNull()
            onDropped.last() shouldContain "longer than any URL"
        }

        test("a closed input has no lines") {
            TerminalInput {
                object : InputStream() {
                    override fun available(): Int = throw IOException("Stream closed")

                    override fun read(): Int = throw IOException("Stream closed")
                }
            }.next().shouldBeNull()
        }
    })
