package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.internal.acquisition.virtualClock
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.loopback.ListenAddress
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainInOrder
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class LoopbackLoginTest :
    FunSpec({
        class Bench(
            scope: TestScope,
            timeout: Duration? = null,
            opener: ((String) -> Boolean)? = null,
            redirect: LoopbackRedirect = LoopbackRedirect.of(listOf(53_100, 0)),
        ) {
            val server = FakeLoginServer(scope.virtualClock())
            val listener = FakeListener()
            val interaction = RecordingInteraction()
            private val channel =
                InteractionChannel(interaction, StandardTestDispatcher(scope.testScheduler), scope.testTimeSource, opener)
            val login = LoopbackLogin(server, listener, channel, redirect, timeout)
        }

        fun scripted(
            name: String,
            timeout: Duration? = null,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this, timeout)) } }

        scripted("the true callback is redeemed and everything is cleaned up") { bench ->
            bench.listener.requests.send("/callback?state=s&code=c")
            bench.login.run(autoOpen = true, TokenSink.NONE).accessToken shouldBe "access-1"
            bench.listener.closed shouldBe true
            bench.listener.boundPorts shouldBe listOf(53_100, 0)
            bench.interaction.shown shouldContainInOrder
                listOf(
                    "url https://idp.example/authorize?state=s on 53100",
                    "open https://idp.example/authorize?state=s",
                    "finished",
                )
        }

        scripted("without autoOpen the URL is shown and nothing is opened") { bench ->
            bench.listener.requests.send("/callback?state=s&code=c")
            bench.login.run(autoOpen = false, TokenSink.NONE)
            bench.interaction.shown.filter { it.startsWith("url") } shouldHaveSize 1
            bench.interaction.shown.filter { it.startsWith("open") } shouldHaveSize 0
        }

        listOf(null to false, "127.0.0.1" to false, "0.0.0.0" to true).forEach { (host, isWarned) ->
            test("a redirect that is received at ${host ?: "the usual address"} is ${if (isWarned) "" else "not "}warned of") {
                runTest {
                    val listen = host?.let { ListenAddress(it, 8080) }
                    val bench = Bench(this, redirect = LoopbackRedirect.of(listOf(53_100)).receivedAt(listen))
                    bench.listener.requests.send("/callback?state=s&code=c")
                    bench.login.run(autoOpen = false, TokenSink.NONE)
                    bench.interaction.warnings.size shouldBe if (isWarned) 1 else 0
                    bench.interaction.warnings.forEach {
                        it shouldContain "at 0.0.0.0:8080"
                        it shouldContain "-p 127.0.0.1:53100:8080"
                    }
                }
            }
        }

        test("a browser that the program has chosen is opened in place of the interaction's") {
            runTest {
                val opened = mutableListOf<String>()
                val bench = Bench(this, opener = { opened.add(it) })
                bench.listener.requests.send("/callback?state=s&code=c")
                bench.login.run(autoOpen = true, TokenSink.NONE)
                opened shouldBe listOf("https://idp.example/authorize?state=s")
                bench.interaction.shown.filter { it.startsWith("open") } shouldHaveSize 0
                bench.interaction.warnings shouldHaveSize 0
                bench.listener.closed = false
                bench.listener.requests.send("/callback?state=s&code=d")
                bench.login.run(autoOpen = false, TokenSink.NONE)
                opened shouldHaveSize 1
            }
        }

        test("a chosen browser that cannot be started is reported, and no other is opened") {
            runTest {
                val bench = Bench(this, opener = { false })
                bench.listener.requests.send("/callback?state=s&code=c")
                bench.login.run(autoOpen = true, TokenSink.NONE)
                bench.interaction.shown.filter { it.startsWith("open") } shouldHaveSize 0
                bench.interaction.warnings shouldHaveSize 1
            }
        }

        scripted("a shown login can distinguish its response from others") { bench ->
            bench.listener.requests.send("/callback?state=s&code=c")
            bench.login.run(autoOpen = false, TokenSink.NONE)
            val login = bench.interaction.login!!
            login.isCallback("http://localhost:53100/callback?state=s&code=c") shouldBe true
            login.isCallback("http://localhost:53100/callback?state=s&error=access_denied") shouldBe true
            login.isCallback("http://localhost:53100/callback?state=t&code=c") shouldBe false
            login.isCallback("http://localhost:53101/callback?state=s&code=c") shouldBe false
        }

        scripted("forged callbacks do not end the waiting") { bench ->
            listOf(
                "/callback?code=evil",
                "/callback?code=evil&state=t",
                "/callback?error=access_denied",
                "/other?code=evil&state=s",
            ).forEach {
                bench.listener.requests.send(it)
            }
            val login = async { bench.login.run(autoOpen = false, TokenSink.NONE) }
            advanceTimeBy(100.seconds)
            login.isActive shouldBe true
            bench.listener.requests.send("/callback?state=s&code=c")
            login.await().accessToken shouldBe "access-1"
            bench.server.redemptions shouldBe 1
        }

        scripted("a refusal is thrown at once") { bench ->
            bench.listener.requests.send("/callback?state=s&error=access_denied&error_description=No%21")
            shouldThrow<AuthorizationDeniedException> {
                bench.login.run(autoOpen = false, TokenSink.NONE)
            }.errorDescription shouldBe
                "No!"
            bench.listener.closed shouldBe true
            currentTime shouldBe 1_000
        }

        scripted("after five minutes nobody came back, and the listener is closed") { bench ->
            shouldThrow<TimedOutException> { bench.login.run(autoOpen = false, TokenSink.NONE) }
            currentTime shouldBe 301_000
            bench.listener.closed shouldBe true
            bench.interaction.shown.last() shouldBe "finished"
        }

        scripted("the end of the waiting names the redirect URI to register", timeout = 3.seconds) { bench ->
            shouldThrow<TimedOutException> { bench.login.run(autoOpen = false, TokenSink.NONE) }.message shouldContain
                "to ${bench.listener.redirectUri} within 3s"
        }

        test("where any port may be used, the end of the waiting names the URI without one, and what to do about fixed ports") {
            runTest {
                val bench = Bench(this, timeout = 3.seconds, redirect = LoopbackRedirect.ANY_PORT)
                val message =
                    shouldThrow<TimedOutException> { bench.login.run(autoOpen = false, TokenSink.NONE) }.message
                message shouldContain "register http://127.0.0.1/callback for this client"
                message shouldContain "--ports"
            }
        }

        scripted("a callback that arrives just before the timeout is redeemed to the end", timeout = 10.seconds) { bench ->
            val login = async { bench.login.run(autoOpen = false, TokenSink.NONE) }
            advanceTimeBy(10.5.seconds)
            bench.listener.requests.send("/callback?state=s&code=c")
            login.await().accessToken shouldBe "access-1"
        }

        scripted("cancelling closes the listener") { bench ->
            val login = launch { bench.login.run(autoOpen = false, TokenSink.NONE) }
            advanceTimeBy(5.seconds)
            login.cancelAndJoin()
            bench.listener.closed shouldBe true
            bench.interaction.shown.last() shouldBe "finished"
        }

        scripted(
            "after a timeout, a cancellation and a refusal the port is kept for a late callback",
            timeout = 3.seconds,
        ) { bench ->
            shouldThrow<TimedOutException> { bench.login.run(autoOpen = false, TokenSink.NONE) }
            bench.listener.closedToLateCallbacks shouldBe true
            bench.listener.reopen()
            val login = launch { bench.login.run(autoOpen = false, TokenSink.NONE) }
            advanceTimeBy(2.seconds)
            login.cancelAndJoin()
            bench.listener.closedToLateCallbacks shouldBe true
            bench.listener.reopen()
            bench.listener.requests.send("/callback?state=s&error=access_denied")
            shouldThrow<AuthorizationDeniedException> { bench.login.run(autoOpen = false, TokenSink.NONE) }
            bench.listener.closedToLateCallbacks shouldBe true
        }

        scripted("when a code has come, or nobody has seen a page, no late callback is to be expected") { bench ->
            bench.listener.requests.send("/callback?state=s&code=c")
            bench.login.run(autoOpen = false, TokenSink.NONE)
            bench.listener.closed shouldBe true
            bench.listener.closedToLateCallbacks shouldBe false
            bench.listener.reopen()
            bench.interaction.toPaste += "http://localhost:53100/callback?state=s&code=d"
            bench.login.run(autoOpen = false, TokenSink.NONE)
            bench.listener.closedToLateCallbacks shouldBe false
            bench.listener.reopen()
            val login = launch { bench.login.run(autoOpen = false, TokenSink.NONE) }
            runCurrent()
            login.cancelAndJoin()
            bench.listener.closed shouldBe true
            bench.listener.closedToLateCallbacks shouldBe false
        }

        scripted("a pasted redirect URL is as good as the browser") { bench ->
            bench.interaction.toPaste += " http://localhost:53100/callback?state=s&code=c \n"
            bench.login.run(autoOpen = false, TokenSink.NONE).accessToken shouldBe "access-1"
            bench.listener.closed shouldBe true
        }

        scripted("a pasted refusal is thrown at once") { bench ->
            bench.interaction.toPaste += "http://localhost:53100/callback?state=s&error=access_denied"
            shouldThrow<AuthorizationDeniedException> { bench.login.run(autoOpen = false, TokenSink.NONE) }
        }

        scripted("a pasted line that is something else is pointed out, and waiting goes on") { bench ->
            bench.interaction.toPaste += listOf("", "help", "http://localhost:53100/callback?state=other&code=c")
            bench.interaction.toPaste += "http://localhost:53100/callback?state=s&code=c"
            bench.login.run(autoOpen = false, TokenSink.NONE).accessToken shouldBe "access-1"
            bench.interaction.warnings shouldHaveSize 2
            bench.interaction.warnings.forEach { it shouldContain "http://localhost" }
        }

        scripted("the same code by browser and by paste is redeemed once") { bench ->
            bench.interaction.toPaste += "http://localhost:53100/callback?state=s&code=c"
            bench.listener.requests.send("/callback?state=s&code=c")
            bench.login.run(autoOpen = false, TokenSink.NONE).accessToken shouldBe "access-1"
            bench.server.redemptions shouldBe 1
        }

        scripted("the time that is left is shown every second", timeout = 3.seconds) { bench ->
            shouldThrow<TimedOutException> { bench.login.run(autoOpen = false, TokenSink.NONE) }
            bench.interaction.progress.distinct() shouldBe listOf(3L, 2L, 1L, 0L)
        }

        scripted("a printed login shows neither state nor verifier") { bench ->
            bench.listener.requests.send("/callback?state=s&code=c")
            bench.login.run(autoOpen = false, TokenSink.NONE)
            bench.interaction.login.toString() shouldNotContain "state="
        }

        scripted("nothing is shown before the listener is bound") { bench ->
            val login = launch { bench.login.run(autoOpen = true, TokenSink.NONE) }
            runCurrent()
            bench.listener.boundPorts shouldBe listOf(53_100, 0)
            bench.interaction.shown shouldNotContain "open"
            bench.interaction.shown shouldHaveSize 0
            login.cancelAndJoin()
        }
    })
