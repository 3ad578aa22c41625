package io.github.oidcauth.internal.interaction

import io.github.oidcauth.internal.environment.TerminalCapabilities
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import java.io.PrintStream

class TerminalScreenTest :
    FunSpec({
        val bytes = ByteArrayOutputStream()

        fun screen(
            columns: Int = 80,
            canSaveCursor: Boolean = true,
            isForeground: () -> Boolean = { true },
        ): TerminalScreen {
            val capabilities =
                TerminalCapabilities(isTerminal = true, hasStyles = true, canRewrite = true, columns, canSaveCursor)
            return TerminalScreen({ PrintStream(bytes) }, capabilities, isForeground)
        }

        fun shown() = bytes.toString(Charsets.UTF_8).replace(System.lineSeparator(), "\n")

        beforeTest { bytes.reset() }

        test("a painted line is written over by the next, rests of it too, and the cursor stays behind what was typed") {
            val screen = screen()
            screen.paint("waiting, 10:00 left")
            screen.paint("waiting, 9:59 left")
            screen.paint("waiting, 9:58 left")
            shown() shouldBe "\rwaiting, 10:00 left" +
                "\u001b7\rwaiting, 9:59 left \u001b8" +
                "\u001b7\rwaiting, 9:58 left \u001b8"
        }

        test("a terminal that cannot go back to the cursor has it behind the painted line") {
            val screen = screen(canSaveCursor = false)
            screen.paint("waiting, 10:00 left")
            screen.paint("waiting, 9:59 left")
            shown() shouldBe "\rwaiting, 10:00 left\rwaiting, 9:59 left \rwaiting, 9:59 left"
        }

        test("nothing is painted in the background, and painting goes on in the foreground") {
            var isForeground = false
            val screen = screen(isForeground = { isForeground })
            screen.paint("one")
            shown() shouldBe ""
            isForeground = true
            screen.paint("two")
            shown() shouldBe "\rtwo"
        }

        test("lines are broken between words at the width of a terminal, and left as they are elsewhere") {
            screen(columns = 12).print(listOf("one two three", "    https://idp.example.com/"))
            shown() shouldBe "one two\nthree\n    https://idp.example.com/\n"
            bytes.reset()
            TerminalScreen({ PrintStream(bytes) }, TerminalCapabilities.NONE).print(listOf("word ".repeat(40)))
            shown() shouldBe "word ".repeat(40) + "\n"
        }

        test("a painted line is never longer than the width") {
            screen(columns = 12).paint("waiting, 9:59 left")
            shown() shouldBe "\rwaiting, 9:"
        }

        test("a line takes the painted one's place") {
            val screen = screen()
            screen.paint("busy")
            screen.print(listOf("one", "two"))
            screen.clear()
            shown() shouldBe "\rbusy\r      \rone\ntwo\n"
        }

        test("taking the painted line away takes along the ^C that the terminal has put behind it, but not a new line") {
            val screen = screen(columns = 6)
            screen.paint("busy")
            screen.clear()
            shown() shouldBe "\rbusy\r     \r"
        }

        test("clearing takes the painted line away, once") {
            val screen = screen()
            screen.paint("busy")
            screen.clear()
            screen.clear()
            shown() shouldBe "\rbusy\r      \r"
        }
    })
