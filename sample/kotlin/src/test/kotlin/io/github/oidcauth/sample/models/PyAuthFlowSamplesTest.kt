package io.github.oidcauth.sample.models

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.TokenManager
import io.github.oidcauth.authenticate
import io.github.oidcauth.sample.server.SampleClients
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.util.concurrent.CopyOnWriteArrayList

/** Runs the counterparts of the examples of PyAuthFlow. */
class PyAuthFlowSamplesTest :
    FunSpec({
        val example = ExampleServer()
        val issuer = example.issuer
        val shown = CopyOnWriteArrayList<String>()
        afterSpec { example.close() }
        beforeTest {
            example.forgetTokens()
            shown.clear()
        }

        suspend fun login(vararg scopes: String) =
            authenticate(issuer) {
                clientId = SampleClients.CLI
                scope(*scopes)
            }

        test("A01: a login with a code, and one that fails") {
            logInAtIssuer(issuer, SampleClients.CLI, shown::add)
            logInAtIssuer("http://127.0.0.1:1", SampleClients.CLI, shown::add)
            shown[0] shouldStartWith "Access token: "
            shown[1] shouldStartWith "Token acquisition failed: "
        }

        test("A02: a login in the browser, and one that fails") {
            logInInBrowserAtIssuer(issuer, SampleClients.CLI, shown::add)
            logInInBrowserAtIssuer("http://127.0.0.1:1", SampleClients.CLI, shown::add)
            shown[0] shouldStartWith "Token acquired: "
            shown[1] shouldStartWith "Token acquisition failed: "
        }

        test("A03: an introspection") {
            val token = login("openid")
            val response = introspected(token.accessToken, SampleClients.SERVICE, SampleClients.SECRET, issuer)
            response.active shouldBe true
            response.subject shouldBe "alice"
        }

        test("A04: the access token is revoked") {
            val token = login("openid")
            revokeAccessToken(issuer, SampleClients.CLI) shouldBe true
            example.userOf(token).shouldBeNull()
        }

        test("A05: the refresh token is revoked") {
            val token = login("openid")
            revokeRefreshToken(issuer, SampleClients.CLI) shouldBe true
            example.userOf(token).shouldBeNull()
        }

        test("A06: the tokens of a client are removed, and no others") {
            login("openid")
            login("openid", "profile")
            authenticate(example.host)
            clearClient(issuer, SampleClients.CLI) shouldHaveSize 2
            FileTokenStore.forApp().keys().map { it.value } shouldBe listOf(example.host)
        }

        test("A07: all tokens are revoked and removed") {
            val token = login("openid")
            clearEverything(TokenManager()).single().isRemoved shouldBe true
            example.userOf(token).shouldBeNull()
            FileTokenStore.forApp().keys().shouldBeEmpty()
        }

        test("A08: the stored tokens are listed") {
            login("openid")
            listTokens(shown::add)
            shown.single() shouldContain SampleClients.CLI
        }
    })
