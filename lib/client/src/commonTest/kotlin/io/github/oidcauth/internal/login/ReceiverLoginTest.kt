package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.CallbackUnavailableException
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.StoreException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.internal.acquisition.virtualClock
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlinx.coroutines.withTimeout
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

private const val REDIRECT = "com.example.app:/callback"

@OptIn(ExperimentalCoroutinesApi::class)
class ReceiverLoginTest :
    FunSpec({
        class Bench(
            scope: TestScope,
            timeout: Duration? = null,
            redirectUri: String = REDIRECT,
            receive: suspend (BrowserLogin) -> String?,
        ) {
            val server = FakeLoginServer(scope.virtualClock())
            val interaction = RecordingInteraction()
            var login: BrowserLogin? = null
            private val receiver =
                object : CodeReceiver {
                    override val redirectUri: String get() = error("It is not asked again.")

                    override suspend fun receive(login: BrowserLogin): String? {
                        this@Bench.login = login
                        return receive(login)
                    }
                }
            private val channel =
                InteractionChannel(interaction, StandardTestDispatcher(scope.testScheduler), scope.testTimeSource)
            private val codeLogin = ReceiverLogin(server, receiver, redirectUri, channel, timeout)

            suspend fun run() = codeLogin.run(autoOpen = true, TokenSink.NONE)
        }

        test("the receiver is given the page and what comes back to it is redeemed") {
            runTest {
                val bench = Bench(this) { "$REDIRECT?state=s&code=c" }
                bench.run().accessToken shouldBe "access-1"
                val login = bench.login!!
                login.url shouldBe "https://idp.example/authorize?state=s"
                login.redirectUri shouldBe REDIRECT
                login.port shouldBe 0
                login.toString() shouldNotContain "state="
            }
        }

        test("the library neither shows nor opens the page, nor asks for a pasted line, and cleans up") {
            runTest {
                val bench = Bench(this) { "$REDIRECT?state=s&code=c" }
                bench.interaction.toPaste += "$REDIRECT?state=s&code=pasted"
                bench.run()
                bench.interaction.shown shouldBe listOf("finished")
                bench.interaction.toPaste shouldHaveSize 1
            }
        }

        test("a receiver at a port of this machine names the port") {
            runTest {
                val bench = Bench(this, redirectUri = "http://[::1]:8080") { "http://[::1]:8080/?state=s&code=c#_=_" }
                bench.run()
                bench.login!!.port shouldBe 8080
            }
        }

        context("a URL that is not the response to the login ends it, and is not redeemed") {
            listOf(
                "",
                REDIRECT,
                "$REDIRECT?code=c",
                "$REDIRECT?code=c&state=t",
                "$REDIRECT?code=c&state=s&state=s",
                "$REDIRECT/?code=c&state=s",
                "${REDIRECT}x?code=c&state=s",
                "com.example.app:///callback?code=c&state=s",
                "com.example.evil:/callback?code=c&state=s",
                "http://localhost:53100/callback?code=c&state=s",
                "$REDIRECT#code=c&state=s",
                "$REDIRECT?code=%zz&state=s",
                "$REDIRECT?code=a b&state=s",
                "$REDIRECT?code=c&state=s\n",
                "$REDIRECT?code=c&state=s&pad=" + "x".repeat(65_536),
            ).forEach { url ->
                test("'${url.take(60).replace("\n", "\\n")}'") {
                    runTest {
                        val bench = Bench(this) { url }
                        shouldThrow<InvalidResponseException> { bench.run() }.message shouldNotContain "code=c"
                        bench.login!!.isCallback(url) shouldBe false
                        bench.server.redemptions shouldBe 0
                        bench.interaction.shown.last() shouldBe "finished"
                    }
                }
            }
        }

        test("a receiver that asks which response is its own waits through those of others") {
            runTest {
                val sent = listOf("$REDIRECT?code=evil&state=t", "$REDIRECT?error=access_denied", "$REDIRECT?code=c&state=s")
                val bench = Bench(this) { login -> sent.first(login::isCallback) }
                bench.run().accessToken shouldBe "access-1"
                bench.server.redemptions shouldBe 1
            }
        }

        test("a refusal is thrown") {
            runTest {
                val bench = Bench(this) { "$REDIRECT?error=access_denied&state=s" }
                shouldThrow<AuthorizationDeniedException> { bench.run() }
                bench.login!!.isCallback("$REDIRECT?error=access_denied&state=s") shouldBe true
            }
        }

        test("a user who gave up is told of as such") {
            runTest { shouldThrow<CallbackUnavailableException> { Bench(this) { null }.run() } }
        }

        test("whatever the receiver throws becomes an exception of this library without its words") {
            runTest {
                listOf(
                    IllegalStateException("code=secret"),
                    NullPointerException(),
                    CancellationException("mine"),
                ).forEach { failure ->
                    val bench = Bench(this) { throw failure }
                    val error = withClue(failure) { shouldThrow<CallbackUnavailableException> { bench.run() } }
                    error.message shouldNotContain "secret"
                    bench.interaction.shown.last() shouldBe "finished"
                }
                shouldThrow<StoreException> { Bench(this) { throw StoreException("no") }.run() }
            }
        }

        test("a timeout of the receiver's own is its failure and no cancellation of the caller's") {
            runTest {
                val bench = Bench(this) { withTimeout(3.seconds) { awaitCancellation() } }
                shouldThrow<CallbackUnavailableException> { bench.run() }
            }
        }

        test("after the timeout the receiver is cancelled") {
            runTest {
                var ended: Throwable? = null
                val bench =
                    Bench(this, timeout = 10.seconds) {
                        try {
                            awaitCancellation()
                        } catch (e: CancellationException) {
                            ended = e
                            // As a web view may that is being closed.
                            throw IllegalStateException("closed", e)
                        }
                    }
                shouldThrow<TimedOutException> { bench.run() }.message shouldContain "to $REDIRECT within 10s"
                ended.shouldBeInstanceOf<CancellationException>()
                currentTime shouldBe 11_000
            }
        }

        test("a response just before the timeout is redeemed to the end") {
            runTest {
                val bench =
                    Bench(this, timeout = 10.seconds) {
                        delay(9.9.seconds)
                        "$REDIRECT?state=s&code=c"
                    }
                val token = async { bench.run() }
                token.await().accessToken shouldBe "access-1"
                currentTime shouldBe 11_900
            }
        }

        test("a cancelled login cancels the receiver and takes the progress away") {
            runTest {
                var cancelled = false
                val bench =
                    Bench(this) {
                        try {
                            awaitCancellation()
                        } finally {
                            cancelled = true
                        }
                    }
                val login = launch { bench.run() }
                advanceTimeBy(5.seconds)
                login.cancelAndJoin()
                cancelled shouldBe true
                bench.interaction.shown.last() shouldBe "finished"
                bench.server.redemptions shouldBe 0
            }
        }
    })
