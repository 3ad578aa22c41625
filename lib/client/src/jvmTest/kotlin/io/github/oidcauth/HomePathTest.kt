package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path

class HomePathTest : FunSpec({
    fun resolved(
        text: String,
        home: String? = "/home/j",
        userHome: String = "/users/j",
    ) = HomePath.resolved(Path.of(text), { home }, userHome).toString()

    mapOf(
        "~" to "/home/j",
        "~/tokens.json" to "/home/j/tokens.json",
        "~/a/~/b" to "/home/j/a/~/b",
        "./~/tokens.json" to "./~/tokens.json",
        "~other/tokens.json" to "~other/tokens.json",
        "a/~" to "a/~",
        "/~" to "/~",
        "" to "",
    ).forEach { (text, path) ->
        test("'$text' is '$path'") { resolved(text) shouldBe path }
    }

    test("without a HOME that is an absolute path, the home directory is that of the user database") {
        listOf(null, "", "home").forEach { resolved("~/a", home = it) shouldBe "/users/j/a" }
    }

    test("where nobody knows the home directory, no directory named ~ takes its place") {
        shouldThrow<StoreException> { resolved("~/a", home = null, userHome = "?") }.message shouldContain "Set HOME"
        resolved("./~/a", home = null, userHome = "?") shouldBe "./~/a"
    }
})
