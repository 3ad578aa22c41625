package io.github.oidcauth.internal.browser

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class CommandWordsTest :
    FunSpec({
        mapOf(
            "firefox" to listOf("firefox"),
            "  firefox   --new-tab  " to listOf("firefox", "--new-tab"),
            "'/opt/My Browser/run' \"a b\" c\\ d" to listOf("/opt/My Browser/run", "a b", "c d"),
            "a'b c'\"d e\"f" to listOf("ab cd ef"),
            "\"a\\\"b\\n\" 'c\\d'" to listOf("a\"b\\n", "c\\d"),
            "x '' \"\"" to listOf("x", "", ""),
            "\$HOME `id` ; | &" to listOf("\$HOME", "`id`", ";", "|", "&"),
            "" to emptyList(),
        ).forEach { (text, words) ->
            test("[$text] has ${words.size} words") { CommandWords.split(text, backslashEscapes = true) shouldBe words }
        }

        test("a quote that stays open makes no command") {
            CommandWords.split("firefox 'new tab", backslashEscapes = true).shouldBeNull()
        }

        test("a backslash is itself where it separates the parts of a path") {
            CommandWords.split("\"C:\\Program Files\\b.exe\" %s", backslashEscapes = false) shouldBe
                listOf("C:\\Program Files\\b.exe", "%s")
        }
    })
