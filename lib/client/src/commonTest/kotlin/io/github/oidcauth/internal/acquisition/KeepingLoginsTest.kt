package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredByServerException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.StoreException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.login.DeviceLogin
import io.github.oidcauth.internal.login.FakeListener
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.login.LoopbackLogin
import io.github.oidcauth.internal.login.ReceiverLogin
import io.github.oidcauth.internal.login.RecordingInteraction
import io.github.oidcauth.internal.login.TokenSink
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A token that a login has brought is stored, whatever happens after the response. */
@OptIn(ExperimentalCoroutinesApi::class)
class KeepingLoginsTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        /** Fails in everything that a login can do without. */
        class Failing : UserInteraction {
            override fun showDeviceCode(code: DeviceCode) = Unit

            override fun showBrowserLogin(login: BrowserLogin) = Unit

            override fun showProgress(remainingSeconds: Long): Unit = error("no progress")

            override fun hideProgress(): Unit = error("no end")

            override fun warn(message: String): Unit = error("no warning")

            override fun readPastedLine(): String? = error("no keyboard")
        }

        class Bench(
            scope: TestScope,
            interaction: UserInteraction = RecordingInteraction(),
        ) {
            val clock = scope.virtualClock()
            val store = SlowStore(InMemoryTokenStore(clock))
            val server = FakeLoginServer(clock)
            val listener = FakeListener()
            private val channel =
                InteractionChannel(interaction, StandardTestDispatcher(scope.testScheduler), scope.testTimeSource)
            val device = DeviceLogin(server, channel, clock, scope.testTimeSource, null)
            val loopback = LoopbackLogin(server, listener, channel, LoopbackRedirect.of(listOf(0)), null)
            private val callback =
                object : CodeReceiver {
                    override val redirectUri = "com.example.app:/callback"

                    override suspend fun receive(login: BrowserLogin) = "$redirectUri?state=s&code=c"
                }
            val receiver = ReceiverLogin(server, callback, callback.redirectUri, channel, null)
            var isUserPresent = true
            val acquirer =
                scope.tokenAcquirer(key, store, server, clock, isPresent = { isUserPresent })
        }

        val logins =
            mapOf<String, suspend (Bench, TokenSink) -> Token>(
                "device login" to { bench, sink -> bench.device.run(false, sink) },
                "login with a port of this machine" to { bench, sink ->
                    bench.listener.requests.send("/callback?state=s&code=c")
                    bench.loopback.run(false, sink)
                },
                "login with a receiver of the program's" to { bench, sink -> bench.receiver.run(false, sink) },
            )

        for ((name, login) in logins) {
            test("$name: an interaction that fails after the page was shown takes nothing from it") {
                runTest {
                    val bench = Bench(this, Failing())
                    bench.acquirer.obtain(force = false) { login(bench, it) }.accessToken shouldBe "access-1"
                    bench.store.kept.get(key)?.refreshToken shouldBe "refresh-1"
                    bench.store.puts shouldBe 1
                }
            }

            test("$name: whoever is cancelled after the response has the token in the store") {
                var after = 0
                var seen = 0
                do {
                    var isOver = false
                    withClue("cancelled after $after ms") {
                        runTest {
                            val bench = Bench(this)
                            val caller = launch { bench.acquirer.obtain(force = false) { login(bench, it) } }
                            advanceTimeBy(after.milliseconds)
                            isOver = caller.isCompleted
                            val isIssued = bench.server.issued > 0
                            caller.cancelAndJoin()
                            if (isIssued) {
                                seen++
                                bench.store.kept.get(key)?.refreshToken shouldBe "refresh-1"
                                bench.store.puts shouldBe 1
                            }
                        }
                    }
                    after += 250
                } while (!isOver)
                seen shouldBeGreaterThan 5
            }
        }

        test("a refresh token that the server calls invalid is forgotten, whenever its caller is cancelled after the response") {
            var after = 0
            var forgotten = 0
            do {
                var isOver = false
                withClue("cancelled after $after ms") {
                    runTest {
                        val bench = Bench(this)
                        val old =
                            Token("a") {
                                expiresAt = bench.clock.now()
                                refreshToken = "r-a"
                                refreshExpiresAt = bench.clock.now() + 100.minutes
                            }
                        val renewable = old.newBuilder().also { it.expiresAt = bench.clock.now() + 59.seconds }.build()
                        bench.store.kept.put(key, renewable)
                        bench.server.spend(renewable)
                        bench.isUserPresent = false
                        val caller = launch { bench.acquirer.obtain(force = false) { error("Nobody is asked.") } }
                        advanceTimeBy(after.milliseconds)
                        isOver = caller.isCompleted
                        val isBeingWritten = bench.store.puts > 0
                        caller.cancelAndJoin()
                        if (isBeingWritten) {
                            forgotten++
                            bench.store.kept.get(key).shouldNotBeNull().refreshToken.shouldBeNull()
                        }
                    }
                }
                after += 250
            } while (!isOver)
            forgotten shouldBeGreaterThan 5
        }

        test("of all errors of a login only the absence of a user hands out what is left of the old token") {
            val error = OAuthError("interaction_required")
            val errors =
                listOf<AuthException>(
                    AuthorizationDeniedException(OAuthError("access_denied")),
                    TimedOutException("Nobody came."),
                    TransportException(Fault.TIMEOUT, "No response."),
                    InvalidResponseException("Not the issuer."),
                    StoreException("It is full."),
                    InteractionRequiredByServerException(error),
                )
            runTest {
                val bench = Bench(this)
                val old = Token("old") { expiresAt = bench.clock.now() + 59.minutes }
                bench.store.kept.put(key, old)
                advanceTimeBy(58.minutes + 20.seconds)
                bench.store.pause = Duration.ZERO
                for (failure in errors) {
                    shouldThrow<AuthException> { bench.acquirer.obtain(force = false) { throw failure } } shouldBeSameInstanceAs
                        failure
                }
                bench.isUserPresent = false
                bench.acquirer.obtain(force = false) { error("Nobody is asked.") } shouldBe old
                shouldThrow<InteractionRequiredException> { bench.acquirer.obtain(force = true) { error("Nobody is asked.") } }
            }
        }

        test("a forced login does not return the old token because another caller accepts it") {
            runTest {
                val bench = Bench(this)
                bench.store.kept.put(key, Token("old") { expiresAt = bench.clock.now() + 59.minutes })
                advanceTimeBy(58.minutes + 20.seconds)
                bench.isUserPresent = false
                val modest = async { bench.acquirer.obtain(force = false) { error("Nobody is asked.") } }
                val forced =
                    async {
                        shouldThrow<InteractionRequiredException> { bench.acquirer.obtain(force = true) { error("Nobody.") } }
                    }
                modest.await().accessToken shouldBe "old"
                forced.await()
            }
        }
    })
