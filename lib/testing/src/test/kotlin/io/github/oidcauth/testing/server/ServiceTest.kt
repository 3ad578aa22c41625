// Tests Clients and Sessions.
package io.github.oidcauth.testing.server

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.SettableClock
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A service that acts for itself, and one that asks what a token is good for. */
class ServiceTest :
    FunSpec({
        val clock = SettableClock()

        suspend fun serve(test: suspend (ScriptedLoginServer) -> Unit) {
            clock.time = SettableClock.DEFAULT_TIME
            ScriptedLoginServer.inMemory(clock).use {
                it.registerClient("service", "secret")
                test(it)
            }
        }

        suspend fun ScriptedLoginServer.client(
            id: String = "service",
            secret: String? = "secret",
        ) = OAuth2Client.discover(url, id) {
            clientSecret = secret
            httpClient = this@client.httpClient
        }

        test("a client with a secret gets a token of its own, without a refresh token, an ID token and a session") {
            serve { server ->
                val token = server.client().token(ClientCredentialsGrant { scope("openid", "read") })
                server.accepts(token) shouldBe true
                token.refreshToken.shouldBeNull()
                token.idToken.shouldBeNull()
                server.activeSessions shouldBe 0
            }
        }

        test("a client without a secret gets no token of its own, and learns nothing of others") {
            serve { server ->
                val public = server.client(ScriptedLoginServer.CLIENT_ID, secret = null)
                shouldThrow<UnauthorizedClientException> { public.token(ClientCredentialsGrant()) }
                shouldThrow<InvalidClientException> { public.introspect("access-1") }
            }
        }

        test("introspection says whose token it is, what for and until when, to the last moment of its life") {
            serve { server ->
                val config = server.issuerConfig { scope = "openid read" }
                val service = server.client()
                val token = server.issueToken(config)
                clock.time += 5.minutes - 1.milliseconds
                val introspection = service.introspect(token.accessToken)
                introspection.active shouldBe true
                introspection.subject shouldBe "alice"
                introspection.clientId shouldBe ScriptedLoginServer.CLIENT_ID
                introspection.scopes shouldContainExactly listOf("openid", "read")
                introspection.expiresAt shouldBe token.expiresAt
                clock.time += 1.milliseconds
                service.introspect(token.accessToken).active shouldBe false
                server.count(ServerEndpoint.INTROSPECTION) shouldBe 2
            }
        }

        test("the token of a client is that client's, by its own word") {
            serve { server ->
                val service = server.client()
                val token = service.token(ClientCredentialsGrant())
                service.introspect(token.accessToken).subject shouldBe "service"
            }
        }

        test("introspection knows refresh tokens until they are used up, expired or revoked") {
            serve { server ->
                val service = server.client()
                val config = server.issuerConfig()
                val token = server.issueToken(config)
                val refreshToken = token.refreshToken.shouldNotBeNull()
                service.introspect(refreshToken).active shouldBe true
                server.revokeSessions()
                service.introspect(refreshToken).active shouldBe false

                server.settings.refreshTokenLifetime = 10.seconds
                val brief = server.issueToken(config).refreshToken.shouldNotBeNull()
                clock.time += 10.seconds - 1.milliseconds
                service.introspect(brief).active shouldBe true
                clock.time += 1.milliseconds
                service.introspect(brief).active shouldBe false
            }
        }

        test("introspection of what was never issued says no more than that it is not active") {
            serve { server ->
                val introspection = server.client().introspect("guess")
                introspection.active shouldBe false
                introspection.subject.shouldBeNull()
            }
        }
    })
