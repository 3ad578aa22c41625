package io.github.oidcauth.cli.credentials

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

internal class TokenRecipientsTest : FunSpec({
    fun recipients(vararg urls: String) = TokenRecipients(urls.map(TokenRecipients::parse))

    test("the servers that are named receive the token, and no others") {
        val recipients = recipients("https://git.example.com", "http://127.0.0.1:3000/")
        listOf("https://git.example.com/a.git", "grpcs://git.example.com:443", "http://127.0.0.1:3000/x").forEach {
            withClue(it) { recipients.accept(ServerAddress.ofUri(it)) shouldBe true }
        }
        listOf(
            "http://git.example.com",
            "https://evil.example",
            "http://127.0.0.1:3001",
            "http://localhost:3000",
            "nonsense",
        ).forEach {
            withClue(it) { recipients.accept(ServerAddress.ofUri(it)) shouldBe false }
        }
        recipients.urls() shouldBe listOf("https://git.example.com", "http://127.0.0.1:3000")
    }

    test("without any name, no server receives the token") {
        TokenRecipients(emptyList()).accept(ServerAddress.ofUri("https://git.example.com")) shouldBe false
    }

    test("Docker names a registry with or without a scheme") {
        val recipients = recipients("https://registry.example.com", "https://other.example.com:5000", "http://localhost:5000")
        mapOf(
            "registry.example.com" to "https://registry.example.com",
            "https://registry.example.com/v2/" to "https://registry.example.com",
            "registry.example.com/v1/" to "https://registry.example.com",
            "other.example.com:5000" to "https://other.example.com:5000",
            "localhost:5000" to "http://localhost:5000",
            "http://registry.example.com" to null,
            "registry.example.com:80" to null,
            "other.example.com" to null,
            "registry.example.com@evil.example" to null,
            "evil.example/registry.example.com" to null,
            "https://evil.example/registry.example.com" to null,
            "" to null,
        ).forEach { (name, url) -> withClue(name) { recipients.registry(name)?.toString() shouldBe url } }
    }

    test("a server that could not be meant is refused, with what to write") {
        mapOf(
            "git.example.com" to "'git.example.com' is not the address of a server, such as https://git.example.com.",
            "https://git.example.com/group" to "Write the server alone: https://git.example.com.",
            "https://git.example.com?x" to "Write the server alone: https://git.example.com.",
            "http://git.example.com:80" to
                "is not encrypted, so others could read the token on its way. Write https://git.example.com:80.",
            "https://*.example.com" to "is not the address of a server",
            "https://user:word@git.example.com" to "is not the address of a server",
            "" to "'' is not the address",
        ).forEach { (text, words) ->
            withClue(text) { shouldThrow<IllegalArgumentException> { TokenRecipients.parse(text) }.message shouldContain words }
        }
        val message = shouldThrow<IllegalArgumentException> { TokenRecipients.parse("\u001b[2Jx") }.message.orEmpty()
        message shouldNotContain "\u001b"
    }
})
