// Tests ApplicationRoutes.
package io.github.oidcauth.testing.server

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.authenticate
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.StrictTokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeSingleton
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.withContext
import kotlin.time.Duration.Companion.milliseconds

/** The library's own front door, at both dialects and through both doors. */
class AuthenticateTest :
    FunSpec({
        fun loginTests(
            what: String,
            start: () -> ScriptedLoginServer,
            config: ScriptedLoginServer.(Config.Builder.() -> Unit) -> Config,
        ) {
            context(what) {
                test("a user logs in on another device, and the token is there the next time") {
                    start().use { server ->
                        val settings = server.config {}
                        val token = authenticate(settings)
                        server.accepts(token) shouldBe true
                        authenticate(settings) shouldBe token
                        server.user.shownCodes.shouldBeSingleton()
                        server.count(ServerEndpoint.TOKEN) shouldBe 1
                    }
                }

                test("a user logs in with the browser") {
                    start().use { server ->
                        server.settings.hasDeviceGrant = false
                        server.accepts(authenticate(server.config {})) shouldBe true
                        server.user.shownLogins.shouldBeSingleton()
                        server.requests(ServerEndpoint.AUTHORIZATION).single()["code_challenge_method"] shouldBe "S256"
                    }
                }

                test("a program has a browser or a receiver of codes of its own") {
                    start().use { server ->
                        server.settings.hasDeviceGrant = false
                        val byBrowser = authenticate(server.config { browser = server.user.browser })
                        val byReceiver = authenticate(server.config { codeReceiver = server.user.codeReceiver })
                        server.accepts(byBrowser) shouldBe true
                        server.accepts(byReceiver) shouldBe true
                        server.activeSessions shouldBe 2
                    }
                }

                test("a user says no, on another device and in the browser") {
                    start().use { server ->
                        server.user.denies()
                        shouldThrow<AuthorizationDeniedException> { authenticate(server.config {}) }
                        server.settings.hasDeviceGrant = false
                        shouldThrow<AuthorizationDeniedException> { authenticate(server.config {}) }
                        server.activeSessions shouldBe 0
                    }
                }

                test("a user never responds") {
                    start().use { server ->
                        val impatient: Config.Builder.() -> Unit = { timeout = 50.milliseconds }
                        server.user.neverResponds()
                        shouldThrow<TimedOutException> { authenticate(server.config(impatient)) }
                        server.settings.hasDeviceGrant = false
                        shouldThrow<TimedOutException> { authenticate(server.config(impatient)) }
                        shouldThrow<TimedOutException> {
                            authenticate(
                                server.config {
                                    impatient()
                                    codeReceiver = server.user.codeReceiver
                                },
                            )
                        }
                    }
                }

                test("nobody is there") {
                    start().use { server ->
                        shouldThrow<InteractionRequiredException> { authenticate(server.config { interactive = false }) }
                        server.requests.shouldBeEmpty()
                    }
                }

                test("a crowd refreshes an expired token once") {
                    start().use { server ->
                        StrictTokenStore().use { store ->
                            val settings = server.config { this.store = store }
                            store.seed(settings.key, server.issueExpiredToken(settings))
                            val tokens =
                                withContext(Dispatchers.Default) { List(20) { async { authenticate(settings) } }.awaitAll() }
                            tokens.toSet().shouldBeSingleton()
                            server.count(ServerEndpoint.TOKEN) shouldBe 1
                            server.user.shownCodes.shouldBeEmpty()
                            server.refreshTokenReuses shouldBe 0
                            authenticate(settings) shouldBe tokens.first()
                        }
                    }
                }

                test("each refresh sends the refresh token that the one before has brought") {
                    start().use { server ->
                        StrictTokenStore().use { store ->
                            val settings = server.config { this.store = store }
                            store.seed(settings.key, server.issueToken(settings))
                            repeat(3) { DeviceFlow(settings).refresh() }
                            server.refreshTokenReuses shouldBe 0
                            val sent = server.requests(ServerEndpoint.TOKEN).map {
                                it["refresh_token"] ?: it["refresh-token"]
                            }
                            sent shouldContainExactly listOf("refresh-1", "refresh-3", "refresh-5")
                        }
                    }
                }

                test("a refresh token that is not rotated is kept") {
                    start().use { server ->
                        server.settings.rotatesRefreshTokens = false
                        StrictTokenStore().use { store ->
                            val settings = server.config { this.store = store }
                            store.seed(settings.key, server.issueExpiredToken(settings))
                            val before = store.peek(settings.key)?.refreshToken.shouldNotBeNull()
                            authenticate(settings).refreshToken shouldBe before
                            CodeFlow(settings).refresh().refreshToken shouldBe before
                            store.peek(settings.key)?.refreshToken shouldBe before
                        }
                    }
                }

                test("a session that was revoked ends with a new login") {
                    start().use { server ->
                        StrictTokenStore().use { store ->
                            val settings = server.config { this.store = store }
                            store.seed(settings.key, server.issueExpiredToken(settings))
                            server.revokeSessions()
                            shouldThrow<InvalidGrantException> { DeviceFlow(settings).refresh() }
                            server.accepts(authenticate(settings)) shouldBe true
                            server.user.shownCodes.shouldBeSingleton()
                        }
                    }
                }
            }
        }

        loginTests("an issuer at a port", { ScriptedLoginServer.start() }) { issuerConfig(it) }
        loginTests("an application in memory", { ScriptedLoginServer.inMemory() }) { applicationConfig(it) }

        test("a login without refresh token is one") {
            ScriptedLoginServer.inMemory().use { server ->
                server.settings.issuesRefreshTokens = false
                authenticate(server.issuerConfig()).refreshToken.shouldBeNull()
            }
        }
    })
