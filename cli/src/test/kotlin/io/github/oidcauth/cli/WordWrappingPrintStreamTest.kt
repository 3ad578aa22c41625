package io.github.oidcauth.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import java.io.PrintStream

class WordWrappingPrintStreamTest :
    FunSpec({
        fun shown(
            text: String,
            columns: String?,
            isTerminal: String? = "true",
        ): String {
            val bytes = ByteArrayOutputStream()
            WordWrappingPrintStream.of(PrintStream(bytes), mapOf("COLUMNS" to columns)::get) { isTerminal }.println(text)
            return bytes.toString(Charsets.UTF_8).replace(System.lineSeparator(), "\n")
        }

        test("a message is broken between words at the width of the terminal, and at no other place") {
            shown("Error: no token is stored here.", "31") shouldBe "Error: no token is stored here.\n"
            shown("Error: no token is stored here.", "30") shouldBe "Error: no token is stored\nhere.\n"
        }

        test("each line of a message is broken for itself, and what is indented not at all") {
            shown("one two three four five six\n    oidc-auth login https://idp.example.com\nseven", "20") shouldBe
                "one two three four\nfive six\n    oidc-auth login https://idp.example.com\nseven\n"
        }

        test("a word that is longer than a line is not broken") {
            shown("see https://idp.example.com/a/long/path now", "20") shouldBe "see\nhttps://idp.example.com/a/long/path\nnow\n"
        }

        test("a file, a pipe, and a terminal of unknown width get lines as they are") {
            val text = "word ".repeat(40).trim()
            shown(text, "20", isTerminal = "false") shouldBe "$text\n"
            shown(text, "20", isTerminal = null) shouldBe "$text\n"
            shown(text, null) shouldBe "$text\n"
            shown(text, "19") shouldBe "$text\n"
        }
    })
