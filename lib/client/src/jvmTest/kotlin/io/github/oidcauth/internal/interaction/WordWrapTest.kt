package io.github.oidcauth.internal.interaction

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly

class WordWrapTest :
    FunSpec({
        test("a line of just the width stays, and one of a character more is broken between words") {
            WordWrap.lines("one two three", 13).shouldContainExactly("one two three")
            WordWrap.lines("one two three", 12).shouldContainExactly("one two", "three")
        }

        test("a word that ends at the edge stays in its line") {
            WordWrap.lines("one two three", 7).shouldContainExactly("one two", "three")
            WordWrap.lines("one two three", 6).shouldContainExactly("one", "two", "three")
        }

        test("a word that is longer than a line is never broken, so that a URL can be copied") {
            WordWrap.lines("open https://idp.example.com/x now, please", 10)
                .shouldContainExactly("open", "https://idp.example.com/x", "now,", "please")
            WordWrap.lines("https://idp.example.com/x", 10).shouldContainExactly("https://idp.example.com/x")
        }

        test("an indented line is for copying, and is not broken") {
            val command = "    oidc-auth login https://idp.example.com --client-id a"
            WordWrap.lines(command, 20).shouldContainExactly(command)
        }

        test("a wide character takes two columns of a line") {
            WordWrap.lines("認証 失敗", 9).shouldContainExactly("認証 失敗")
            WordWrap.lines("認証 失敗", 8).shouldContainExactly("認証", "失敗")
        }

        test("an empty line stays") {
            WordWrap.lines("", 10).shouldContainExactly("")
        }
    })
