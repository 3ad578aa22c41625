// Tests StoredLogin.
package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

internal class StoredLoginTest : FunSpec({
    val issuer = "https://idp.example.com"

    suspend fun bench(vararg keys: TokenKey): CommandBench =
        CommandBench().also { bench ->
            val store = FileTokenStore(bench.tokenFile)
            keys.forEachIndexed { index, key -> store.put(key, Token("token-${index + 1}")) }
        }

    val offline = TokenKey.forIssuer(issuer, "app", listOf("openid", "offline_access"))
    val api = TokenKey.forIssuer(issuer, "app", listOf("openid"), listOf("api"), listOf("https://api.example.com"))

    test("the only login at a host is meant by the host, and by the client without its scopes") {
        listOf(offline, api, TokenKey.forIssuer(issuer, "app"), TokenKey.forIssuer("$issuer/", "app")).forEach { key ->
            val bench = bench(key)
            withClue(key) {
                bench.run("token", issuer).succeeded() shouldBe "token-1\n"
                bench.run("token", "idp.example.com").succeeded() shouldBe "token-1\n"
            }
        }
        bench(offline).run("token", issuer, "--client-id", "app").succeeded() shouldBe "token-1\n"
    }

    test("of several logins at a host one has to be named") {
        val bench = bench(offline, TokenKey.forIssuer(issuer, "other"))
        val result = bench.run("token", issuer)
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldBe ""
            result.stderr shouldContain "There are several."
            result.stderr shouldContain offline.value
        }
        bench.run("token", issuer, "--client-id", "app").succeeded() shouldBe "token-1\n"
        bench.run("token", issuer, "--client-id", "other").succeeded() shouldBe "token-2\n"
    }

    test("the application at a host comes first, and another host or client is not meant") {
        bench(offline, TokenKey.forHost(issuer)).run("token", issuer).succeeded() shouldBe "token-2\n"
        val others = bench(TokenKey.forIssuer("$issuer/tenant", "app"), TokenKey.forIssuer(issuer, "other"))
        others.run("token", issuer, "--client-id", "app", "--non-interactive").exitCode shouldBe ExitCode.LOGIN_REQUIRED
        bench(offline).run("token", issuer, "--client-id", "app", "--scope", "email", "--non-interactive").exitCode shouldBe
            ExitCode.LOGIN_REQUIRED
    }

    test("a login is for the named client and scope, whatever is stored") {
        bench(offline).run("login", issuer, "--client-id", "app", "--non-interactive").exitCode shouldBe ExitCode.LOGIN_REQUIRED
    }
})
