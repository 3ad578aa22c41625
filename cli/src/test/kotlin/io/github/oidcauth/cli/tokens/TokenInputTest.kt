package io.github.oidcauth.cli.tokens

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.io.path.writeText

internal class TokenInputTest : FunSpec({
    suspend fun read(text: String) = TokenInput("-", text.byteInputStream()).read()

    test("a bare token, a header and the JSON of a login are read") {
        listOf("at", " at\n", "Authorization: Bearer at\r\n", "Bearer at", """{"access_token":"at","x":[1]}""").forEach {
            withClue(it) { read(it).accessToken shouldBe "at" }
        }
        read("""{"access_token":"at","id_token":"it"}""").idToken shouldBe "it"
        read("at").idToken shouldBe null
    }

    test("a file is read as standard input is") {
        val file = tempdir().toPath().resolve("token").also { it.writeText("at\n") }
        TokenInput("$file", "other".byteInputStream()).read().accessToken shouldBe "at"
    }

    test("input without a token is an error that shows nothing of it") {
        listOf(
            "",
            "\n",
            "s3cret\ns3cret",
            "s3cret\u0007",
            "{s3cret",
            "{\"id_token\":\"s3cret\"}",
            "x".repeat(300_000),
            "{\"s3cret\":" + "[".repeat(100_000),
        ).forEach {
            val failure = shouldThrow<UnusableTokenException> { read(it) }
            withClue(it.take(20)) {
                failure.message shouldContain "standard input"
                failure.message shouldNotContain "s3cret"
            }
        }
        shouldThrow<UnusableTokenException> { TokenInput("/nowhere/t\u001b", "".byteInputStream()).read() }.message shouldContain
            "There is no file /nowhere/t . "
        shouldThrow<UnusableTokenException> { TokenInput("/", "".byteInputStream()).read() }.message shouldContain
            "cannot be read"
    }

    test("files and standard input are distinguished from hosts") {
        listOf("-", "/a", "./a", "../a", "~/a").forEach { TokenInput.isNamedBy(it) shouldBe true }
        listOf("a", "a.example", "https://a.example", "~a", ".a", "").forEach {
            withClue(it) { TokenInput.isNamedBy(it) shouldBe false }
        }
    }
})
