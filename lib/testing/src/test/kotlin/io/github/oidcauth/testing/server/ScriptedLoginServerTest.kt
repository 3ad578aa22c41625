// Tests InMemoryHttpClient, LoginServerCore, LoopbackBinding, ScriptedUser, ServerRequest and ServerSettings.
package io.github.oidcauth.testing.server

import io.github.oidcauth.Config
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.InvalidScopeException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.authenticate
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ScriptedReply
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.StrictTokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.ranges.shouldBeIn
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.request.get
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import java.net.UnknownHostException
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** Failures that the test scripts. */
@OptIn(ExperimentalCoroutinesApi::class)
class ScriptedLoginServerTest :
    FunSpec({
        /** A program whose token has expired refreshes it. */
        suspend fun ScriptedLoginServer.refresh(config: (Config.Builder.() -> Unit) -> Config = ::issuerConfig) {
            val store = StrictTokenStore()
            val settings = config { this.store = store }
            store.seed(settings.key, issueExpiredToken(settings))
            DeviceFlow(settings).refresh()
        }

        val bindings = mapOf("at a port" to { ScriptedLoginServer.start() }, "in memory" to { ScriptedLoginServer.inMemory() })
        for ((where, start) in bindings) {
            context(where) {
                test("an OAuth error arrives as what it is, at both dialects") {
                    start().use { server ->
                        server.onNext(ServerEndpoint.TOKEN, ScriptedReply.error("invalid_scope", "no such scope", status = 403))
                        shouldThrow<InvalidScopeException> { server.refresh() }.run {
                            statusCode shouldBe 403
                            message shouldContain "no such scope"
                        }
                        server.onNext(ServerEndpoint.TOKEN, ScriptedReply.error("invalid_scope"))
                        shouldThrow<InvalidScopeException> { server.refresh(server::applicationConfig) }
                        server.refresh()
                    }
                }

                test("503, any other status, garbage and too much arrive as what they are") {
                    start().use { server ->
                        server.onNext(
                            ServerEndpoint.TOKEN,
                            ScriptedReply.unavailable(retryAfterSeconds = 3),
                            ScriptedReply.status(418, """{"message":"tea"}""", mapOf("X-Tea" to "1")),
                            ScriptedReply.garbage(),
                            ScriptedReply.oversized(),
                        )
                        shouldThrow<HttpException> { server.refresh() }.statusCode shouldBe 503
                        shouldThrow<HttpException> { server.refresh() }.statusCode shouldBe 418
                        repeat(2) { shouldThrow<InvalidResponseException> { server.refresh() } }
                        server.refresh()
                    }
                }

                test(
                    "a connection that breaks before the server has heard costs nothing, one that breaks after costs the session",
                ) {
                    start().use { server ->
                        val store = StrictTokenStore()
                        val settings = server.issuerConfig { this.store = store }
                        store.seed(settings.key, server.issueExpiredToken(settings))
                        server.onNext(ServerEndpoint.TOKEN, ScriptedReply.connectionReset())
                        shouldThrow<TransportException> { DeviceFlow(settings).refresh() }.fault shouldBe Fault.CONNECTION_LOST
                        DeviceFlow(settings).refresh()
                        server.onNext(ServerEndpoint.TOKEN, ScriptedReply.responseLost())
                        shouldThrow<TransportException> { DeviceFlow(settings).refresh() }.fault shouldBe Fault.CONNECTION_LOST
                        shouldThrow<InvalidGrantException> { DeviceFlow(settings).refresh() }
                        server.refreshTokenReuses shouldBe 1
                    }
                }

                test("a server that is down refuses connections, and comes back at the same address") {
                    start().use { server ->
                        server.refresh()
                        server.stop()
                        shouldThrow<TransportException> { server.refresh() }.fault shouldBe Fault.CONNECTION_REFUSED
                        server.restart()
                        server.refresh()
                    }
                }

                test("an error at the login page comes back with the browser") {
                    start().use { server ->
                        server.settings.hasDeviceGrant = false
                        server.onNext(ServerEndpoint.AUTHORIZATION, ScriptedReply.error("invalid_scope"))
                        shouldThrow<InvalidScopeException> { authenticate(server.issuerConfig()) }
                    }
                }
            }
        }

        // The clock of polls is the real one, so that what the test itself takes is taken off the waiting.
        context("in virtual time") {
            suspend fun ScriptedLoginServer.deviceLogin(): Token {
                val http = httpClient
                val client = OAuth2Client.discover(url, ScriptedLoginServer.CLIENT_ID) { httpClient = http }
                return client.pollingJob(client.deviceAuthorization(RequestOptions { scope("openid") })).await()
            }

            test("a user takes their time, and nobody waits") {
                runTest {
                    ScriptedLoginServer.inMemory().use { server ->
                        server.user.approvesAfter(polls = 20)
                        server.settings.pollInterval = 10.seconds
                        server.accepts(server.deviceLogin()) shouldBe true
                        server.count(ServerEndpoint.TOKEN) shouldBe 21
                        currentTime.milliseconds shouldBeIn 200.seconds..210.seconds
                    }
                }
            }

            test("slow_down slows the polls down by five seconds") {
                runTest {
                    ScriptedLoginServer.inMemory().use { server ->
                        server.onNext(ServerEndpoint.TOKEN, ScriptedReply.slowDown())
                        server.deviceLogin()
                        currentTime.milliseconds shouldBeIn 6.seconds..7.seconds
                    }
                }
            }

            test("Retry-After is waited for") {
                runTest {
                    ScriptedLoginServer.inMemory().use { server ->
                        server.onNext(ServerEndpoint.TOKEN, ScriptedReply.unavailable(retryAfterSeconds = 40))
                        server.deviceLogin()
                        currentTime.milliseconds shouldBeIn 40.seconds..41.seconds
                    }
                }
            }
        }

        test("the client without sockets reaches this server alone") {
            ScriptedLoginServer.inMemory().use { server ->
                shouldThrow<UnknownHostException> { server.httpClient.get("https://login.example.com/") }
                shouldThrow<UnknownHostException> { server.httpClient.get("http://login.example/") }
                server.httpClient.get("${server.url}/jwks").status.value shouldBe 200
            }
            ScriptedLoginServer.start().use { server ->
                server.httpClient.get("${server.url}/jwks").status.value shouldBe 200
                val port = server.url.substringAfterLast(':').toInt()
                shouldThrow<UnknownHostException> { server.httpClient.get("http://127.0.0.1:${port - 1}/jwks") }
            }
        }

        test("terms are those of the next login") {
            ScriptedLoginServer.inMemory().use { server ->
                server.settings.accessTokenLifetime = 2.hours
                val token = authenticate(server.issuerConfig { scope("openid") })
                token.scope shouldBe "openid"
                token.idToken.shouldNotBeNull()
                token.isUsable(Clock.System.now(), 1.hours) shouldBe true
                server.user.shownCodes.map { it.userCode } shouldContainExactly listOf("USER-0001")
            }
        }
    })
