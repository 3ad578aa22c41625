package io.github.oidcauth.cli

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

internal class StoreChoiceTest : FunSpec({
    val key = TokenKey.forHost("https://a.example")

    test("--store names the store that everything acts on") {
        val address = "shelf:one"
        val store = ShelfProvider.add(address)
        store.put(key, Token("kept"))
        val bench = CommandBench()
        bench.run("token", "a.example", "--store", address).stdout shouldBe "kept\n"
        bench.run("--list", "--store", address).stdout shouldContain "https://a.example"
        bench.run("--list").stdout shouldBe "No cached tokens.\n"
        bench.run("--clear", "--store", address).exitCode shouldBe 0
        store.keys() shouldBe emptySet()
    }

    test("OIDC_TOKEN_STORE does the same, goes before OIDC_TOKEN_FILE and gives way to --store") {
        ShelfProvider.add("shelf:variable").put(key, Token("by variable"))
        ShelfProvider.add("shelf:option").put(key, Token("by option"))
        val bench = CommandBench(
            environment = mapOf(
                "OIDC_TOKEN_STORE" to "shelf:variable",
                "OIDC_TOKEN_FILE" to "/nowhere/tokens.json",
            ),
        )
        bench.run("token", "a.example").stdout shouldBe "by variable\n"
        bench.run("token", "a.example", "--store", "shelf:option").stdout shouldBe "by option\n"
    }

    test("a blank OIDC_TOKEN_STORE names nothing") {
        val file = CommandBench().tokenFile
        CommandBench(environment = mapOf("OIDC_TOKEN_STORE" to " ", "OIDC_TOKEN_FILE" to "$file"))
            .run("--list").stdout shouldBe "No cached tokens.\n"
    }

    test("an address is never printed, as there may be a password in it") {
        val unknown = CommandBench().run("--list", "-v", "--store", "nonsense://user:hunter2@a.example")
        unknown.exitCode shouldBe ExitCode.USAGE
        unknown.stderr shouldNotContain "hunter2"
        CommandBench().run("--list", "-v", "--store", "shelf:hunter2").stderr shouldNotContain "hunter2"
    }
})
