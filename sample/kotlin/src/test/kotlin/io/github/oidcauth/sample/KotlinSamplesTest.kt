package io.github.oidcauth.sample

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Shutdown
import io.github.oidcauth.ShutdownException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenManager
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.authenticate
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.fail
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.nondeterministic.eventuallyConfig
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.net.InetAddress
import java.net.ServerSocket
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.seconds

class KotlinSamplesTest :
    FunSpec({
        val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
        val withoutDeviceGrant = SampleServer.start(Settings(deviceGrant = false))
        afterSpec {
            server.close()
            withoutDeviceGrant.close()
        }

        fun config(
            host: String = server.url,
            user: UserInteraction = VisitingInteraction(),
        ) = Config(host) {
            store = InMemoryTokenStore()
            interaction = user
            interactive = true
            redirectPorts = listOf(0)
        }

        test("an authority's file is read when a server is asked, and its error names it") {
            ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { listener ->
                val config = trusting("/nowhere/ca.pem", "https://127.0.0.1:${listener.localPort}").newBuilder()
                config.store = InMemoryTokenStore()
                config.interactive = true
                shouldThrow<InvalidConfigException> { authenticate(config.build()) }.message shouldStartWith
                    "The CA file is /nowhere/ca.pem, which does not exist."
            }
            clientTrusting("/nowhere/ca.pem").caFile shouldBe "/nowhere/ca.pem"
        }

        test("encrypted tokens have a file of their own") {
            inKeyring().path.endsWith("my-app/token-store.encrypted.json") shouldBe true
        }

        test("where the Redis of a fleet is not there, and nothing in memory, that is an error") {
            val port = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
            inRedis("redis://127.0.0.1:$port?timeout=0.5").use { redis ->
                val config =
                    Config(server.url) {
                        store = redis
                        interactive = false
                    }
                shouldThrow<StoreException> { authenticate(config) }.message shouldContain "redis://127.0.0.1:$port/0"
            }
        }

        test("two accounts have a token each, and another user is refused") {
            val config =
                Config(server.issuer) {
                    clientId = SampleClients.CLI
                    scope("openid", "profile")
                    store = InMemoryTokenStore()
                    interaction = VisitingInteraction()
                    interactive = true
                }
            val bob = config.newBuilder().apply { interaction = VisitingInteraction(ScriptedVisitor("bob", "bob")) }.build()
            val ofAlice = tokenOf(config, "alice").shouldNotBeNull()
            tokenOf(config, "bob").shouldBeNull()
            val ofBob = tokenOf(bob, "bob").shouldNotBeNull()
            tokenOf(config, "bob") shouldBe ofBob
            tokenOf(bob, "alice") shouldBe ofAlice
        }

        context("an API is called with a token that was not there before") {
            listOf("passthrough" to server.url, "broker" to server.brokerUrl).forEach { (mode, host) ->
                test("in $mode mode") {
                    callAnApi(server.url) {
                        store = InMemoryTokenStore()
                        interaction = VisitingInteraction()
                        interactive = true
                    } shouldContain "alice"
                    authenticate(config(host)).headers.getValue("Authorization") shouldStartWith "Bearer "
                }
            }
        }

        test("a broker's token is refreshed, and the broker's response is kept") {
            val config = config(server.brokerUrl)
            val first = authenticate(config)
            val second = DeviceFlow(config).refresh()
            (second.accessToken == first.accessToken) shouldBe false
            authenticate(config) shouldBe second
        }

        test("a server without a device grant is logged in to in the browser") {
            listOf(withoutDeviceGrant.url, withoutDeviceGrant.brokerUrl).forEach {
                authenticate(config(it)).refreshToken.shouldNotBeNull()
            }
        }

        test("a device login goes in steps") {
            deviceLoginInSteps(config()) { uri, userCode ->
                thread(name = "visitor") { ScriptedVisitor().approveDevice(uri, userCode) }
            }.expiresAt.shouldNotBeNull()
        }

        test("polling once brings nothing until the user has finished, and then the token, which is stored") {
            val flow = DeviceFlow(config())
            val code = flow.getDeviceCode()
            // Each hasty poll makes the server wait anew, so these keep the interval.
            val politely =
                eventuallyConfig {
                    duration = 20.seconds
                    interval = (code.intervalSeconds + 1).seconds
                    initialDelay = interval
                }
            flow.pollOnce(code).shouldBeNull()
            shouldThrow<SlowDownException> { flow.pollOnce(code) }
            ScriptedVisitor().approveDevice(code.verificationUri, code.userCode)
            val token =
                eventually(politely) {
                    try {
                        flow.pollOnce(code).shouldNotBeNull()
                    } catch (e: SlowDownException) {
                        fail("Polled too early: ${e.message}")
                    }
                }
            flow.token() shouldBe token
        }

        test("a browser login goes without the device flow") { browserLogin(config()).expiresAt.shouldNotBeNull() }

        context("failures are told apart") {
            test("a refusal at the device page") { loginOrReason(config(user = Refusing)) shouldBe "you said no" }

            test("a refusal in the browser") {
                loginOrReason(config(withoutDeviceGrant.url, Refusing)) shouldBe "you said no"
            }

            test("an impatient program") {
                val impatient = config(user = Absent).newBuilder().timeout(Duration.ofMillis(100)).build()
                loginOrReason(impatient) shouldBe "that took too long"
            }

            test("a batch job") {
                loginOrReason(config().newBuilder().interactive(false).build()) shouldContain "oidc-auth login ${server.url}"
            }

            test("a host without a server") {
                loginOrReason(config("https://nobody.invalid")) shouldBe "no network: UNKNOWN_HOST"
            }
        }

        test("logging out of everything revokes what can be revoked, and keeps the rest") {
            val shared = InMemoryTokenStore()
            val config =
                loginAt(server.issuer, SampleClients.CLI)
                    .newBuilder()
                    .store(shared)
                    .interaction(VisitingInteraction())
                    .interactive(true)
                    .build()
            val elsewhere = TokenKey.forIssuer(server.issuer, "somebody-else")
            shared.put(elsewhere, authenticate(config))
            val manager = TokenManager { store = shared }

            logOutOfEverything(manager).single() shouldStartWith "$elsewhere could not be revoked: "

            manager.list().map { it.key } shouldBe listOf(elsewhere)
            shouldThrow<InvalidGrantException> { DeviceFlow(config).refresh(shared.get(elsewhere)?.refreshToken.orEmpty()) }
        }

        context("any issuer is logged in to, and the token is kept for the next time") {
            listOf("with a code" to server, "in the browser" to withoutDeviceGrant).forEach { (how, issuer) ->
                test(how) {
                    val config =
                        loginAt(issuer.issuer, SampleClients.CLI)
                            .newBuilder()
                            .store(InMemoryTokenStore())
                            .interaction(VisitingInteraction())
                            .interactive(true)
                            .redirectPorts(0)
                            .build()

                    val token = authenticate(config)

                    token.idTokenClaims.shouldNotBeNull()["sub"].toString() shouldBe "\"alice\""
                    token.refreshToken.shouldNotBeNull()
                    authenticate(config) shouldBe token
                }
            }
        }

        test("a program hears of a token once, and not of one that was kept") {
            val heard = CopyOnWriteArrayList<String>()
            val config = listening(config(), heard::add)
            val token = authenticate(config)
            authenticate(config)
            heard shouldBe listOf("a token until ${token.expiresAt}")
        }

        test("a program that ends waits for its refreshes, closes its store, and begins nothing any more") {
            waitForRefreshesOnExit()
            val config = config()
            var isClosed = false
            try {
                endProgram { isClosed = true }
                isClosed shouldBe true
                shouldThrow<ShutdownException> { authenticate(config) }
            } finally {
                Shutdown.reopen()
            }
            authenticate(config).accessToken.shouldNotBeNull()
        }

        test("a token in memory is used until it expires") {
            val config = inMemory(server.url).newBuilder().interaction(VisitingInteraction()).interactive(true).build()
            authenticate(config) shouldBe authenticate(config)
        }
    })

/** A user who says no. */
private object Refusing : UserInteraction {
    override fun showDeviceCode(code: DeviceCode) {
        thread(name = "visitor") { ScriptedVisitor().denyDevice(code.verificationUri, code.userCode) }
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        thread(name = "visitor") { ScriptedVisitor().refuse(login.url) }
    }
}

/** A user who is not there. */
private object Absent : UserInteraction {
    override fun showDeviceCode(code: DeviceCode) = Unit

    override fun showBrowserLogin(login: BrowserLogin) = Unit
}
