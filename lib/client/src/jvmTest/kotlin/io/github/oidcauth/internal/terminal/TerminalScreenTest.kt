package io.github.oidcauth.internal.terminal

import io.github.oidcauth.internal.environment.TerminalTraits
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import java.io.PrintStream

class TerminalScreenTest :
    FunSpec({
        val bytes = ByteArrayOutputStream()

        fun screen(columns: Int = 80) =
            TerminalScreen({
                PrintStream(bytes)
            }, TerminalTraits(isTerminal = true, hasStyles = true, canRewrite = true, columns = columns))

        fun shown() = bytes.toString(Charsets.UTF_8).replace(System.lineSeparator(), "\n")

        beforeTest { bytes.reset() }

        test("a painted line is written over by the next, rests of it too") {
            val screen = screen()
            screen.paint("waiting, 10:00 left")
            screen.paint("waiting, 9:59 left")
            shown() shouldBe "\rwaiting, 10:00 left\rwaiting, 9:59 left \rwaiting, 9:59 left"
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
