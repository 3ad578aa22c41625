package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.io.path.exists
import kotlin.io.path.readText

internal class MoveTest : FunSpec({
    val a = TokenKey.forHost("https://a.example")
    val b = TokenKey.forHost("https://b.example")

    test("move takes all tokens to another store, and back") {
        val target = ShelfProvider.add("shelf:move")
        val bench = CommandBench()
        val plain = FileTokenStore(bench.tokenFile)
        plain.put(b, Token("secret-b"))
        plain.put(a, Token("secret-a"))
        bench.run("move", "--to", "shelf:move").stdout shouldBe
            "Moved token for https://a.example\nMoved token for https://b.example\n"
        target.keys() shouldBe setOf(b, a)
        bench.tokenFile.readText() shouldNotContain "secret"
        bench.run("move", "--to", "shelf:move").stdout shouldBe "No cached tokens.\n"
        bench.run("move", "--store", "shelf:move", "--to", "file:${bench.tokenFile}").exitCode shouldBe 0
        target.keys() shouldBe emptySet()
        plain.get(a) shouldBe Token("secret-a")
    }

    test("a token that cannot be written stays where it is") {
        ShelfProvider.shelves["shelf:full"] =
            object : TokenStore by ShelfProvider.add("shelf:other") {
                override suspend fun put(
                    key: TokenKey,
                    token: Token,
                ): Unit = throw StoreException("the shelf is full")
            }
        val bench = CommandBench()
        FileTokenStore(bench.tokenFile).put(a, Token("a"))
        val result = bench.run("move", "--to", "shelf:full")
        result.exitCode shouldBe ExitCode.FAILURE
        result.stderr shouldContain "the shelf is full"
        FileTokenStore(bench.tokenFile).get(a) shouldBe Token("a")
    }

    test("a file is not moved to itself") {
        val bench = CommandBench()
        FileTokenStore(bench.tokenFile).put(a, Token("a"))
        val before = bench.tokenFile.readText()
        for (kind in listOf("file", "keyring")) {
            val result = bench.run("move", "--to", "$kind:${bench.tokenFile}")
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldBe ""
            result.stderr shouldContain "same place. Nothing was changed."
            bench.tokenFile.readText() shouldBe before
        }
    }

    test("the store in the keyring can be listed where there is no keyring, and makes nothing") {
        val path = tempdir().toPath().resolve("encrypted.json")
        CommandBench().run("--list", "--store", "keyring:$path").stdout shouldBe "No cached tokens.\n"
        path.exists() shouldBe false
    }
})
