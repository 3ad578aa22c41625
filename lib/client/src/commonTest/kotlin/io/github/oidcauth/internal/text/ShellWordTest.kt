package io.github.oidcauth.internal.text

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class ShellWordTest :
    FunSpec({
        listOf("https://myapp.example.com:8443/a~b/c=d%20e", "token.json", "a-b_c").forEach {
            test("$it stands as it is") { shellWord(it) shouldBe it }
        }

        listOf(
            "" to "''",
            "a b" to "'a b'",
            "~" to "'~'",
            "=ls" to "'=ls'",
            "https://[::1]" to "'https://[::1]'",
        ).forEach { (text, word) ->
            test("'$text' is quoted") { shellWord(text) shouldBe word }
        }

        test("a text that a shell would execute is quoted, including quotes") {
            shellWord("a&b'\$(c)`d`;e\nf") shouldBe "'a&b'\\''\$(c)`d`;e\nf'"
        }
    })
