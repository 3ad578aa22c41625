// Tests ApplicationRoutes, Clients, CodeLogins, DeviceLogins, IssuerRoutes, Sessions and SigningKey.
package io.github.oidcauth.testing.server

import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.SettableClock
import io.github.oidcauth.testing.server.Attacker.Companion.CALLBACK
import io.github.oidcauth.testing.server.Attacker.Companion.CHALLENGE
import io.github.oidcauth.testing.server.Attacker.Companion.VERIFIER
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import io.ktor.client.request.basicAuth
import io.ktor.client.request.bearerAuth
import io.ktor.client.request.forms.submitForm
import io.ktor.client.request.get
import io.ktor.http.Parameters
import io.ktor.http.parameters
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Requests that a login server should refuse, and many do not. */
class StrictnessTest :
    FunSpec({
        val clock = SettableClock()

        suspend fun attack(test: suspend Attacker.() -> Unit) {
            clock.time = SettableClock.DEFAULT_TIME
            ScriptedLoginServer.inMemory(clock).use {
                it.registerClient("other")
                it.registerClient("web", "pa:ss wörd", listOf("https://web.example/cb"))
                Attacker(it).test()
            }
        }

        context("the login page") {
            test("sends the browser back with a code, the state, and who it is") {
                attack {
                    val back = page().shouldNotBeNull()
                    "$back" shouldStartWith "$CALLBACK?"
                    back.parameters["state"] shouldBe "s"
                    back.parameters["iss"] shouldBe server.url
                    redeem(back.parameters["code"].shouldNotBeNull()).status.value shouldBe 200
                }
            }

            test("stays where it is when the client or its address is not registered") {
                attack {
                    page { this["client_id"] = "nobody" }.shouldBeNull()
                    page { remove("client_id") }.shouldBeNull()
                    page { remove("redirect_uri") }.shouldBeNull()
                    listOf(
                        "https://evil.example/",
                        "http://127.0.0.1.evil.example/",
                        "http://localhost@evil.example/",
                        "http://localhost:1/#fragment",
                        "https://127.0.0.1:1/",
                    ).forEach { page { this["redirect_uri"] = it }.shouldBeNull() }
                    page { this["client_id"] = "web" }.shouldBeNull()
                    listOf("https://web.example/cb/" to false, "https://web.example/cb" to true).forEach { (uri, isAllowed) ->
                        val back =
                            page {
                                this["client_id"] = "web"
                                this["redirect_uri"] = uri
                            }
                        (back != null) shouldBe isAllowed
                    }
                }
            }

            test("refuses a request without state or PKCE, or for another kind of response") {
                attack {
                    suspend fun errorOf(
                        change: MutableMap<String, String>.() -> Unit,
                    ) = page(change).shouldNotBeNull().parameters["error"]
                    errorOf { remove("state") } shouldBe "invalid_request"
                    errorOf { remove("code_challenge") } shouldBe "invalid_request"
                    errorOf { this["code_challenge_method"] = "plain" } shouldBe "invalid_request"
                    errorOf { this["response_type"] = "token" } shouldBe "unsupported_response_type"
                    errorOf { this["response_mode"] = "fragment" } shouldBe "invalid_request"
                    val twice =
                        Parameters.build {
                            append("client_id", ScriptedLoginServer.CLIENT_ID)
                            append("redirect_uri", CALLBACK)
                            append("state", "s")
                            append("state", "t")
                        }
                    page(twice).shouldNotBeNull().parameters["error"] shouldBe "invalid_request"
                }
            }
        }

        context("a code") {
            test("is good for the verifier, the redirect URI and the client that it was asked for with") {
                attack {
                    redeem(code(), verifier = "$VERIFIER-").error() shouldBe "invalid_grant"
                    redeem(code(), redirectUri = "http://127.0.0.1:4712/callback").error() shouldBe "invalid_grant"
                    redeem(code(), clientId = "other").error() shouldBe "invalid_grant"
                    redeem("code-99").error() shouldBe "invalid_grant"
                    server.activeSessions shouldBe 0
                }
            }

            test("is good once, and the second time ends the session that came of it") {
                attack {
                    val code = code()
                    val refreshToken = redeem(code).text("refresh_token")
                    redeem(code).error() shouldBe "invalid_grant"
                    server.activeSessions shouldBe 0
                    refresh(refreshToken).error() shouldBe "invalid_grant"
                }
            }

            test("is good for a minute") {
                attack {
                    val early = code()
                    clock += 1.minutes - 1.milliseconds
                    redeem(early).status.value shouldBe 200
                    val late = code()
                    clock += 1.minutes
                    redeem(late).error() shouldBe "invalid_grant"
                }
            }
        }

        context("a device code") {
            test("is good for the client that it was issued to, once") {
                attack {
                    val code = startDeviceLogin()
                    poll(code, clientId = "other") shouldBe "invalid_grant"
                    poll("device-99") shouldBe "invalid_grant"
                    poll(code).shouldBeNull()
                    poll(code) shouldBe "invalid_grant"
                }
            }

            test("is good for as long as it says, to the moment") {
                attack {
                    server.user.approvesAfter(polls = 1)
                    val code = startDeviceLogin()
                    clock += 10.minutes - 1.milliseconds
                    poll(code) shouldBe "authorization_pending"
                    clock += 1.milliseconds
                    poll(code) shouldBe "expired_token"
                }
            }

            test("is good for who has the verifier, when it was asked for with a challenge") {
                attack {
                    val code = startDeviceLogin("code_challenge" to CHALLENGE, "code_challenge_method" to "S256")
                    poll(code) shouldBe "invalid_grant"
                    poll(code, "code_verifier" to "x") shouldBe "invalid_grant"
                    poll(code, "code_verifier" to VERIFIER).shouldBeNull()
                    post("/device", client, "code_challenge" to CHALLENGE).error() shouldBe "invalid_request"
                }
            }
        }

        context("a refresh token") {
            test("is good for its client, once, and the second time ends the session") {
                attack {
                    val first = server.issueToken(server.issuerConfig()).refreshToken.shouldNotBeNull()
                    refresh(first, clientId = "other").error() shouldBe "invalid_grant"
                    val second = refresh(first).text("refresh_token")
                    refresh(first).error() shouldBe "invalid_grant"
                    refresh(second).error() shouldBe "invalid_grant"
                    server.refreshTokenReuses shouldBe 1
                }
            }

            test("is good for as long as it says, or for ever when that is not said") {
                attack {
                    val short = server.issueToken(server.issuerConfig()).refreshToken.shouldNotBeNull()
                    server.settings.refreshTokenLifetime = null
                    val endless = server.issueToken(server.issuerConfig())
                    endless.refreshExpiresAt.shouldBeNull()
                    clock += 1.days
                    refresh(short).error() shouldBe "invalid_grant"
                    refresh(endless.refreshToken.shouldNotBeNull()).error().shouldBeNull()
                }
            }

            test("ends by revocation, and an access token alone ends alone") {
                attack {
                    val token = server.issueToken(server.issuerConfig())
                    val refreshToken = token.refreshToken.shouldNotBeNull()
                    post("/revoke", "token" to refreshToken, "client_id" to "other").status.value shouldBe 200
                    server.accepts(token) shouldBe true
                    post("/revoke", "token" to token.accessToken, client).status.value shouldBe 200
                    server.accepts(token) shouldBe false
                    val next = refresh(refreshToken).text("refresh_token")
                    post("/revoke", "token" to next, client).status.value shouldBe 200
                    refresh(next).error() shouldBe "invalid_grant"
                    post("/revoke", "token" to "unknown", client).status.value shouldBe 200
                }
            }
        }

        context("a client") {
            test("says who it is, once, and with its secret if it has one") {
                attack {
                    suspend fun errorOf(
                        vararg form: Pair<String, String>,
                    ) = post("/token", "grant_type" to "refresh_token", *form).error()
                    errorOf() shouldBe "invalid_client"
                    errorOf("client_id" to "nobody") shouldBe "invalid_client"
                    errorOf("client_id" to "web") shouldBe "invalid_client"
                    errorOf("client_id" to "web", "client_secret" to "no") shouldBe "invalid_client"
                    errorOf("client_id" to "other", "client_secret" to "x") shouldBe "invalid_client"
                    // Authenticated, and nothing to refresh with.
                    errorOf("client_id" to "web", "client_secret" to "pa:ss wörd") shouldBe "invalid_request"

                    suspend fun errorOfBasic(
                        secret: String,
                        vararg form: Pair<String, String>,
                    ) = http
                        .submitForm(
                            "${server.url}/token",
                            parameters {
                                append("grant_type", "refresh_token")
                                form.forEach { (name, value) -> append(name, value) }
                            },
                        ) { basicAuth("web", secret) }
                        .error()
                    errorOfBasic("pa%3Ass+w%C3%B6rd") shouldBe "invalid_request"
                    errorOfBasic("no") shouldBe "invalid_client"
                    errorOfBasic("pa%3Ass+w%C3%B6rd", "client_secret" to "pa:ss wörd") shouldBe "invalid_client"
                }
            }

            test("puts each parameter once, and into the body, and asks for what there is") {
                attack {
                    post("/device", client, client).error() shouldBe "invalid_request"
                    post(
                        "/device",
                        client,
                        "resource" to "https://a.example",
                        "resource" to "https://b.example",
                    ).error().shouldBeNull()
                    post("/device", query = "?client_id=${ScriptedLoginServer.CLIENT_ID}").error() shouldBe "invalid_request"
                    post("/token", client).error() shouldBe "invalid_request"
                    post("/token", client, "grant_type" to "password").error() shouldBe "unsupported_grant_type"
                    http.get("${server.url}/token").status.value shouldBe 405
                    http.get("${server.url}/nowhere").status.value shouldBe 404
                    server.count(ServerEndpoint.OTHER) shouldBe 1
                }
            }
        }

        test("unknown parameters are recorded, and secrets are not printed") {
            attack {
                post("/device", client, "scoep" to "openid", "scope" to "openid", "scoep" to "x")
                val request = server.requests(ServerEndpoint.DEVICE_AUTHORIZATION).single()
                request.unknownNames shouldBe setOf("scoep")
                request.all("scoep") shouldBe listOf("openid", "x")
                request["scope"] shouldBe "openid"
                request.header("CONTENT-TYPE").shouldNotBeNull() shouldContain "form"
                "$request" shouldBe "POST /device client_id=test-client&scoep=██&scoep=██&scope=openid"

                val token = server.issueToken(server.issuerConfig())
                http.get("${server.url}/userinfo") { bearerAuth(token.accessToken) }
                refresh(token.refreshToken.shouldNotBeNull())
                val printed = "${server.requests} $server"
                printed shouldNotContain token.accessToken
                printed shouldNotContain token.refreshToken.shouldNotBeNull()
            }
        }

        test("userinfo tells who it is to who has a good access token") {
            attack {
                val token = server.issueToken(server.issuerConfig()).accessToken

                suspend fun ask(
                    path: String,
                    accessToken: String = token,
                ) = http.get("${server.url}$path") { bearerAuth(accessToken) }
                ask("/userinfo").text("sub") shouldBe "alice"
                ask("/auth/v2/userinfo").text("username") shouldBe "alice"
                clock += 5.minutes - 1.seconds
                ask("/userinfo").status.value shouldBe 200
                clock += 1.seconds
                ask("/userinfo").status.value shouldBe 401
                ask("/auth/v2/userinfo").status.value shouldBe 401
                ask("/userinfo", "x").headers["WWW-Authenticate"].shouldNotBeNull() shouldContain "invalid_token"
            }
        }

        test("the key set has public keys alone") {
            attack {
                val keys = http.get("${server.url}/jwks").json().getValue("keys").jsonArray.map { it.jsonObject }
                keys.map { it.getValue("kty").jsonPrimitive.content to ("d" in it) } shouldBe listOf("EC" to false)
            }
        }
    })
