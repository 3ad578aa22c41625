package io.github.oidcauth.openid

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith

class LogoutRequestFactoryTest :
    FunSpec({
        val bench = ClientBench { ScriptedResponse("", 404) }
        val client = bench.client()

        fun LogoutRequest.parameters() = queryParameters(url.substringAfter('?')).shouldNotBeNull().mapValues {
            it.value.single()
        }

        test("without anything said the client is named, and the server asks the user") {
            val logout = client.logoutRequest()

            logout.url shouldBe "https://as.example/logout?client_id=my-client"
            logout.state.shouldBeNull()
            logout.postLogoutRedirectUri.shouldBeNull()
            logout.isCallback("https://as.example/logout") shouldBe false
        }

        test("all of the specification's parameters can be set") {
            val logout =
                client.logoutRequest {
                    idTokenHint(Token("at") { idToken = "a.b.c" })
                    postLogoutRedirectUri("https://app.example/bye?x=1&y=ä b")
                    state("s t&=")
                    logoutHint("alice@example.com")
                    uiLocales("de-AT", "en")
                    parameter("tenant", "t1")
                }

            logout.url shouldStartWith "https://as.example/logout?"
            logout.parameters() shouldContainExactly
                mapOf(
                    "id_token_hint" to "a.b.c",
                    "client_id" to "my-client",
                    "post_logout_redirect_uri" to "https://app.example/bye?x=1&y=ä b",
                    "state" to "s t&=",
                    "logout_hint" to "alice@example.com",
                    "ui_locales" to "de-AT en",
                    "tenant" to "t1",
                )
        }

        test("a state is made up when the browser is to come back, a new one for each logout") {
            val states =
                List(2) { client.logoutRequest { postLogoutRedirectUri("https://app.example/bye") } }
                    .onEach { it.parameters()["state"] shouldBe it.state }
                    .map { it.state.shouldNotBeNull() }

            states.forEach { it.length shouldBe 43 }
            states[0] shouldNotBe states[1]
            client.logoutRequest { state("s") }.parameters().keys shouldBe setOf("client_id")
        }

        test("the browser comes back to the address that was named, with the state that was sent") {
            val logout =
                client.logoutRequest {
                    postLogoutRedirectUri("https://app.example/bye")
                    state("s-1")
                }

            logout.isCallback("https://app.example/bye?state=s-1") shouldBe true
            logout.isCallback("https://app.example/bye?more=1&state=s-1#top") shouldBe true
            listOf(
                "https://app.example/bye",
                "https://app.example/bye?state=",
                "https://app.example/bye?state=s-2",
                "https://app.example/bye?state=s-1&state=s-1",
                "https://app.example/bye?state=s-2&state=s-1",
                "https://app.example/bye?State=s-1",
                "https://app.example/bye/?state=s-1",
                "https://mallory.example/bye?state=s-1",
                "https://app.example/bye#?state=s-1",
                "https://app.example/bye?state=%zz",
                "https://app.example/bye?state=s-1&x=${"x".repeat(20_000)}",
                "",
            ).forEach { logout.isCallback(it) shouldBe false }
        }

        test("an address with a query of its own comes back with it") {
            val logout =
                client.logoutRequest {
                    postLogoutRedirectUri("https://app.example/bye?x=1")
                    state("s-1")
                }

            logout.isCallback("https://app.example/bye?x=1&state=s-1") shouldBe true
            logout.isCallback("https://app.example/bye?state=s-1") shouldBe false
            logout.isCallback("https://app.example/bye?x=2&state=s-1") shouldBe false
        }

        test("a server that returns no state is sent none, and anybody's return counts") {
            val logout =
                client.logoutRequest {
                    postLogoutRedirectUri("https://app.example/bye")
                    withoutState()
                }

            logout.parameters().keys shouldBe setOf("client_id", "post_logout_redirect_uri")
            logout.isCallback("https://app.example/bye") shouldBe true
        }

        test("a server may have an endpoint and a name for the address of its own") {
            val cognito =
                client.logoutRequest {
                    endpoint("https://shop.auth.example/logout")
                    postLogoutRedirectUri("https://app.example/bye", "logout_uri")
                    withoutState()
                }
            val auth0 =
                client.logoutRequest {
                    endpoint("https://tenant.example/v2/logout?federated")
                    postLogoutRedirectUri("https://app.example/bye", "returnTo")
                    withoutState()
                    withoutClientId()
                }

            cognito.url shouldBe
                "https://shop.auth.example/logout?client_id=my-client&logout_uri=https%3A%2F%2Fapp.example%2Fbye"
            auth0.url shouldBe "https://tenant.example/v2/logout?federated&returnTo=https%3A%2F%2Fapp.example%2Fbye"
        }

        listOf("id_token_hint", "client_id", "post_logout_redirect_uri", "state", "").forEach { name ->
            test("'$name' is no parameter of the caller's own") {
                shouldThrow<InvalidConfigException> { client.logoutRequest { parameter(name, "x") } }
            }
        }

        test("a parameter that is set cannot be set once more by another way") {
            shouldThrow<InvalidConfigException> {
                client.logoutRequest {
                    postLogoutRedirectUri("https://app.example/bye", "logout_uri")
                    parameter("logout_uri", "https://mallory.example")
                }
            }.message shouldContain "logout_uri"
        }

        test("a server without an end session endpoint, or an address that is not secure, is no place to log out at") {
            val without = ServerMetadata { issuer("https://as.example") }
            shouldThrow<InvalidConfigException> { bench.client(without).logoutRequest() }.message shouldContain
                "end_session_endpoint"
            shouldThrow<InvalidResponseException> {
                bench.client(ServerMetadata { endSessionEndpoint("http://as.example/") }).logoutRequest()
            }
            listOf("http://as.example/", "https://as.example/#x", "javascript:alert(1)", "/logout").forEach { url ->
                shouldThrow<InvalidConfigException> { client.logoutRequest { endpoint(url) } }
            }
        }

        test("a token without an ID token is no hint") {
            shouldThrow<IllegalArgumentException> { client.logoutRequest { idTokenHint(Token("at")) } }
        }

        test("nothing of the ID token is shown") {
            val options = LogoutOptions { idTokenHint("a.b.c") }

            options.toString() shouldNotContain "a.b.c"
            client.logoutRequest(options).toString() shouldBe
                "LogoutRequest(url=https://as.example/logout?██, postLogoutRedirectUri=null)"
        }
    })
