package io.github.oidcauth.sample.testing

import io.github.oidcauth.HttpException
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ScriptedReply
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.StrictTokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeSingleton
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope

class GreetingTest :
    FunSpec({
        test("greets who logs in") {
            ScriptedLoginServer.inMemory().use { server ->
                Greeting(server.issuerConfig()).text() shouldStartWith "Hello."
                server.user.shownCodes.shouldBeSingleton()
            }
        }

        test("takes no for a response") {
            ScriptedLoginServer.inMemory().use { server ->
                server.user.denies()
                Greeting(server.issuerConfig()).text() shouldBe "Goodbye, then."
            }
        }

        test("logs in with the browser where there is no other way") {
            ScriptedLoginServer.inMemory().use { server ->
                server.settings.hasDeviceGrant = false
                Greeting(server.issuerConfig()).text() shouldStartWith "Hello."
                server.user.shownLogins.shouldBeSingleton()
            }
        }

        test("refreshes an old token once, however many ask, and bothers nobody") {
            ScriptedLoginServer.inMemory().use { server ->
                StrictTokenStore().use { store ->
                    val config = server.issuerConfig { this.store = store }
                    store.seed(config.key, server.issueExpiredToken(config))
                    coroutineScope { List(10) { async { Greeting(config).text() } }.awaitAll() }
                    server.count(ServerEndpoint.TOKEN) shouldBe 1
                    server.user.shownCodes.shouldBeEmpty()
                }
            }
        }

        test("does not hide that the server is in trouble") {
            ScriptedLoginServer.inMemory().use { server ->
                server.onNext(ServerEndpoint.DEVICE_AUTHORIZATION, ScriptedReply.status(500))
                shouldThrow<HttpException> { Greeting(server.issuerConfig()).text() }
            }
        }
    })
