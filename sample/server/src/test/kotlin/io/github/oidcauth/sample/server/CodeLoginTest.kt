package io.github.oidcauth.sample.server

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.net.URI
import java.net.URLEncoder

class CodeLoginTest :
    FunSpec({
        val server = SampleServer.start()
        afterSpec { server.close() }

        fun route(redirectUri: String) =
            "/auth/v2/login?redirect_uri=${URLEncoder.encode(redirectUri, Charsets.UTF_8)}&offline_access=true&prompt=consent"

        for (mode in Mode.entries) {
            val client = PlainClient(mode.base(server))

            for (host in listOf("localhost", "127.0.0.1")) {
                test("$mode: a login comes back to any port of $host with a code that gives a token") {
                    LoopbackListener().use { listener ->
                        val redirectUri = listener.redirectUri(host)
                        val login = client.get(route(redirectUri))
                        login.status shouldBe 307
                        val location = login.header("Location").shouldNotBeNull()
                        location shouldStartWith "${server.url}/oauth2/authorize?"
                        val state = Browser.parameter(URI(location), "state").shouldNotBeNull()
                        state.split("|") shouldHaveSize 3
                        state.split("|")[1] shouldBe redirectUri

                        ScriptedVisitor().signIn(location) shouldBe 200

                        listener.parameter("state") shouldBe state
                        val token =
                            client.token(
                                "code" to listener.parameter("code").shouldNotBeNull(),
                                "redirect_uri" to redirectUri,
                                "code_verifier" to state.split("|")[2],
                                "grant_type" to "authorization_code",
                            )
                        token.status shouldBe 200
                        client.get("/api/me", "Bearer ${token["access_token"]}").body shouldBe """{"username":"alice"}"""
                    }
                }
            }

            test("$mode: a browser may start at the login route itself, and the callback's status is reported") {
                LoopbackListener(status = 418).use { listener ->
                    ScriptedVisitor().signIn(mode.base(server) + route(listener.redirectUri("localhost"))) shouldBe 418

                    listener.parameter("code").shouldNotBeNull()
                }
            }

            test("$mode: the application's own callback takes the verifier from the state") {
                LoopbackListener().use { listener ->
                    ScriptedVisitor().signIn(mode.base(server) + route(listener.redirectUri("localhost")))

                    client.get("/auth/v2/callback?${listener.heard.single().rawQuery}").status shouldBe 200
                }
            }

            test("$mode: a refused consent comes back as an error with the state") {
                LoopbackListener(status = 400).use { listener ->
                    val location = client.get(route(listener.redirectUri("localhost"))).header("Location").shouldNotBeNull()

                    ScriptedVisitor().refuse(location) shouldBe 400

                    listener.parameter("error") shouldBe "access_denied"
                    listener.parameter("state") shouldBe Browser.parameter(URI(location), "state")
                    listener.parameter("code").shouldBeNull()
                }
            }

            test("$mode: a code is worth nothing with another verifier") {
                LoopbackListener().use { listener ->
                    val redirectUri = listener.redirectUri("localhost")
                    ScriptedVisitor().signIn(mode.base(server) + route(redirectUri))

                    val code = listener.parameter("code").shouldNotBeNull()
                    val token = client.token("code" to code, "redirect_uri" to redirectUri, "code_verifier" to "a".repeat(43))

                    token.status shouldBe 400
                    token.upstreamError shouldBe "invalid_grant"
                }
            }
        }

        for (elsewhere in listOf(
            "http://example.com/callback",
            "https://localhost:53100/callback",
            "http://localhost:53100/elsewhere",
            "http://localhost:53100/callback?more",
            "http://someone@localhost:53100/callback",
            "http://localhost.example.com:53100/callback",
        )) {
            test("the provider sends nobody to $elsewhere") {
                shouldThrow<IllegalStateException> { ScriptedVisitor().signIn(server.url + route(elsewhere)) }
                    .message shouldBe
                    "The login ended without a callback: /oauth2/authorize responded 400 with the page 'Request refused'."
            }
        }

        test("a wrong password is said in words") {
            val visitor = ScriptedVisitor("alice", "wrong")
            shouldThrow<IllegalStateException> { visitor.signIn(server.url + route("http://localhost:1/callback")) }
                .message shouldContain "sign-in page came back: That user name and password do not match."
        }
    })
