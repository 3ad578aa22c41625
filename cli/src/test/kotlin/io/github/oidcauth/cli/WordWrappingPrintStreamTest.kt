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
            noColor: String? = "1",
        ): String {
            val bytes = ByteArrayOutputStream()
            val environment = mapOf("COLUMNS" to columns, "NO_COLOR" to noColor)
            WordWrappingPrintStream.of(PrintStream(bytes), environment::get) { isTerminal }.println(text)
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

        test("the title of an error or a warning is coloured, and no other text") {
            fun colored(text: String) = shown(text, "30", noColor = null)
            colored("Error: no token is stored here.") shouldBe "\u001b[1;31mError:\u001b[0m no token is stored\nhere.\n"
            colored("Authentication failed: x") shouldBe "\u001b[1;31mAuthentication failed:\u001b[0m x\n"
            colored("warning: x") shouldBe "\u001b[1;33mwarning:\u001b[0m x\n"
            colored("No Error: x") shouldBe "No Error: x\n"
            shown("Error: x", null, noColor = null) shouldBe "\u001b[1;31mError:\u001b[0m x\n"
            shown("Error: x", null, isTerminal = "false", noColor = null) shouldBe "Error: x\n"
        }

        test("a file, a pipe, and a terminal of unknown width get lines as they are") {
            val text = "word ".repeat(40).trim()
            shown(text, "20", isTerminal = "false") shouldBe "$text\n"
            shown(text, "20", isTerminal = null) shouldBe "$text\n"
            shown(text, null) shouldBe "$text\n"
            shown(text, "19") shouldBe "$text\n"
        }
    })
