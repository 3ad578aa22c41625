// Tests UserInfoRoute and JsonValues.
package io.github.oidcauth.testing.server

import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ScriptedReply
import io.github.oidcauth.testing.ServerEndpoint
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.request.bearerAuth
import io.ktor.client.request.get
import io.ktor.client.request.put
import io.ktor.client.statement.bodyAsText
import kotlinx.serialization.json.Json

/** A program that reads the claims about its user. */
class UserInfoTest :
    FunSpec({
        suspend fun ScriptedLoginServer.client(
            id: String = ScriptedLoginServer.CLIENT_ID,
            secret: String? = null,
        ) = OAuth2Client.discover(url, id) {
            clientSecret = secret
            httpClient = this@client.httpClient
        }

        fun ScriptedLoginServer.userToken() = issueToken(issuerConfig { scope = "openid" })

        test("the claims are those that the test sets, whatever they are made of") {
            ScriptedLoginServer.inMemory().use { server ->
                server.settings.subject = "bob"
                server.settings.userClaims =
                    mapOf(
                        "sub" to "mallory",
                        "email" to "bob@example.com",
                        "email_verified" to true,
                        "age" to 42,
                        "middle_name" to null,
                        "groups" to listOf("staff", listOf(1.5)),
                        "address" to mapOf("country" to "NO"),
                    )
                val user = server.client().userInfo(server.userToken())
                user.subject shouldBe "bob"
                user.isEmailVerified shouldBe true
                user.claims - "sub" shouldBe
                    Json.parseToJsonElement(
                        """{"email":"bob@example.com","email_verified":true,"age":42,"middle_name":null,
                            "groups":["staff",[1.5]],"address":{"country":"NO"}}""",
                    )
            }
        }

        test("an application with py-oidc-auth returns them too") {
            ScriptedLoginServer.inMemory().use { server ->
                server.settings.userClaims = mapOf("email" to "alice@corp.example")
                val token = server.issueToken(server.applicationConfig())
                val text = server.httpClient.get("${server.url}/auth/v2/userinfo") { bearerAuth(token.accessToken) }.bodyAsText()
                Json.parseToJsonElement(text) shouldBe
                    Json.parseToJsonElement("""{"username":"alice","email":"alice@corp.example"}""")
            }
        }

        test("a value that JSON does not have is refused at once") {
            val odd = mapOf("a" to listOf(mapOf("b" to Any())))
            shouldThrow<IllegalArgumentException> { ScriptedReply.json(odd) }.message shouldContain "JSON"
            ScriptedLoginServer.inMemory().use { server ->
                shouldThrow<IllegalArgumentException> { server.settings.userClaims = odd }
            }
        }

        test("a token that is over is refused as a protected resource refuses it, and so is one that has no user") {
            ScriptedLoginServer.inMemory().use { server ->
                server.registerClient("service", "secret")
                val token = server.userToken()
                val service = server.client("service", "secret")
                server.revokeSessions()
                shouldThrow<InvalidTokenException> { server.client().userInfo(token) }.statusCode shouldBe 401
                val own = service.token(ClientCredentialsGrant())
                server.httpClient.get("${server.url}/userinfo") { bearerAuth(own.accessToken) }.run {
                    status.value shouldBe 403
                    headers["WWW-Authenticate"] shouldContain "insufficient_scope"
                }
            }
        }

        test("scripted errors are those of a protected resource") {
            ScriptedLoginServer.inMemory().use { server ->
                server.onNext(
                    ServerEndpoint.USERINFO,
                    ScriptedReply.error("insufficient_scope", "say \"please\""),
                    ScriptedReply.error("invalid_token"),
                    ScriptedReply.json(mapOf("sub" to "alice", "email" to "scripted@example.com")),
                )
                val client = server.client()
                val token = server.userToken()
                shouldThrow<InsufficientScopeException> { client.userInfo(token) }.statusCode shouldBe 403
                shouldThrow<InvalidTokenException> { client.userInfo(token) }.statusCode shouldBe 401
                client.userInfo(token).email shouldBe "scripted@example.com"
                server.count(ServerEndpoint.USERINFO) shouldBe 3
            }
        }

        test("a token may be in the form, and no token is 401 without an error") {
            ScriptedLoginServer.inMemory().use { server ->
                val posted = Attacker(server).post("/userinfo", "access_token" to server.userToken().accessToken)
                posted.text("sub") shouldBe "alice"
                server.httpClient.get("${server.url}/userinfo").run {
                    status.value shouldBe 401
                    headers["WWW-Authenticate"] shouldBe "Bearer"
                }
                server.httpClient.put("${server.url}/userinfo").run {
                    status.value shouldBe 405
                    headers["Allow"] shouldBe "GET, POST"
                }
            }
        }
    })
