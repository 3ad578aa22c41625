package io.github.oidcauth.cli.api

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.TokenKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

internal class ApiHostTest : FunSpec({
    val app = "https://app.example"
    val plain = TokenKey.forHost(app)
    val bob = TokenKey.forHost(app, "bob")
    val issuer = TokenKey.forIssuer("https://idp.example", "my-tool")
    val issuerOfAlice = TokenKey.forIssuer("https://idp.example", "my-tool", account = "alice")

    listOf(setOf(plain, issuer), setOf(bob, issuerOfAlice), setOf(plain, bob)).forEach { keys ->
        test("a path is below the only application of ${keys.joinToString { it.value }}") {
            ApiHost.of(keys, ApiTarget.of("/me")) shouldBe app
        }
    }

    test("the URL of an application below a path belongs to it, with an account, too") {
        val broker = TokenKey.forHost("$app/broker", "bob")
        ApiHost.of(setOf(broker, plain), ApiTarget.of("$app/broker/me")) shouldBe "$app/broker"
        ApiHost.of(setOf(broker, plain), ApiTarget.of("$app/brokers")) shouldBe app
    }

    listOf(emptySet(), setOf(issuer), setOf(plain, TokenKey.forHost("https://other.example", "bob"))).forEach { keys ->
        test("a path needs --host with the tokens ${keys.map { it.value }}") {
            shouldThrow<UsageError> { ApiHost.of(keys, ApiTarget.of("/me")) }.message shouldContain "--host HOST"
        }
    }
})
