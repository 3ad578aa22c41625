package io.github.oidcauth.cli.credentials

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class AuthenticationSchemeTest : FunSpec({
    test("a server gets Basic if it demands that and not Bearer, and Bearer otherwise") {
        mapOf(
            listOf<String>() to "Bearer",
            listOf("Basic") to "Basic",
            listOf("basic realm=\"x\", charset=\"UTF-8\"") to "Basic",
            listOf("Basic realm=\"a, Bearer b\"") to "Basic",
            listOf("Basic realm=\"a\\\", Bearer b\"") to "Basic",
            listOf("Basic realm=\"x\", Bearer realm=\"y\"") to "Bearer",
            listOf("Basic realm=\"x\"", "BEARER") to "Bearer",
            listOf("Bearer authorization_uri=https://login.example.com", "Basic realm=\"x\"", "TFS-Federated") to "Bearer",
            listOf("Negotiate") to "Bearer",
            listOf("", ",,", "\"") to "Bearer",
        ).forEach { (challenges, word) -> withClue(challenges) { AuthenticationScheme.of(challenges).word shouldBe word } }
    }
})
