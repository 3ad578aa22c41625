package io.github.oidcauth.cli.screen

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class EarlyOptionsTest : FunSpec({
    fun early(
        line: String,
        vararg variables: Pair<String, String>,
    ) = EarlyOptions.of(line.split(' ').filter { it.isNotEmpty() }, mapOf(*variables)::get)

    test("events are requested by the option in both forms, or by the variable, and the option wins") {
        early("login a").hasEvents shouldBe false
        early("login a --events json").hasEvents shouldBe true
        early("--events=json login a").hasEvents shouldBe true
        early("login a", "OIDC_AUTH_EVENTS" to "json").hasEvents shouldBe true
        early("login a --events xml", "OIDC_AUTH_EVENTS" to "json").hasEvents shouldBe false
        early("login a --events").hasEvents shouldBe false
    }

    test("arguments behind -- belong to another command") {
        early("run a -- tool --events json").hasEvents shouldBe false
        early("run a --events json -- tool --events xml").hasEvents shouldBe true
    }

    test("plain output is requested by the option or by either variable") {
        early("login a").isPlain shouldBe false
        early("login a --plain").isPlain shouldBe true
        early("run a -- tool --plain").isPlain shouldBe false
        listOf("OIDC_AUTH_PLAIN", "ACCESSIBLE").forEach { name ->
            early("login a", name to "1").isPlain shouldBe true
            listOf("", "0", "false").forEach { early("login a", name to it).isPlain shouldBe false }
        }
    }

    test("the last colour counts, and an unknown one leaves it to the terminal until the parser refuses it") {
        early("list --color never --color always").color shouldBe ColorChoice.ALWAYS
        early("list", "OIDC_AUTH_COLOR" to "never").color shouldBe ColorChoice.NEVER
        early("list --color pink").color shouldBe ColorChoice.AUTO
    }
})
