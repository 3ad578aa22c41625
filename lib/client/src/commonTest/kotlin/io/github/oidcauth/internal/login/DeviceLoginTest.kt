package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.UnsupportedGrantTypeException
import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.acquisition.UserLogin
import io.github.oidcauth.internal.acquisition.tokenAcquirer
import io.github.oidcauth.internal.acquisition.virtualClock
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.PollResult
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainInOrder
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class DeviceLoginTest :
    FunSpec({
        class Bench(
            scope: TestScope,
            timeout: Duration? = null,
        ) {
            val clock = scope.virtualClock()
            val server = FakeLoginServer(clock, latency = Duration.ZERO)
            val listener = FakeListener()
            val interaction = RecordingInteraction()
            private val channel =
                InteractionChannel(interaction, StandardTestDispatcher(scope.testScheduler), scope.testTimeSource)
            val login = DeviceLogin(server, channel, clock, scope.testTimeSource, timeout)
            private val codeLogin = LoopbackLogin(server, listener, channel, LoopbackRedirect.of(listOf(0)), timeout)

            private val key = TokenKey.forHost("h.example")
            private val store = InMemoryTokenStore(clock)
            private val acquirer = scope.tokenAcquirer(key, store, server, clock)
            val session = LoginSession(acquirer, lazyOf(UserLogin(login, codeLogin)))
        }

        fun scripted(
            name: String,
            timeout: Duration? = null,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this, timeout)) } }

        val unreachable = PollResult.Retryable(TransportException(Fault.CONNECTION_REFUSED, "Nothing responds."), null)

        scripted("the code is shown, the page opened, and the first poll comes after one interval") { bench ->
            bench.login.run(autoOpen = true).accessToken shouldBe "access-1"
            currentTime shouldBe 5_000
            bench.interaction.shown shouldContainInOrder
                listOf("code USER-CODE at https://h.example/device", "open https://h.example/device", "finished")
        }

        scripted("pending and slow_down are waited through") { bench ->
            val slowDown = PollResult.SlowDown(null, SlowDownException(OAuthError("slow_down")))
            bench.server.pollResponses += listOf(PollResult.Pending, slowDown, PollResult.Pending)
            bench.login.run(autoOpen = false)
            // 5 pending, 10 slow_down, 20 pending, 30 granted.
            currentTime shouldBe 30_000
        }

        scripted("a network that is down for a minute does not end the login") { bench ->
            bench.server.pollResponses += List(4) { unreachable }
            bench.login.run(autoOpen = false).accessToken shouldBe "access-1"
            // 5, and after the faults 10, 20, 30 and 30 more.
            currentTime shouldBe 95_000
        }

        fun failing(description: String) =
            PollResult.Retryable(
                ServerErrorException(OAuthError("server_error", description, statusCode = 500)),
                null,
                isServerFailure = true,
            )

        scripted("a server that fails says why at once, each reason once, and the login goes on") { bench ->
            bench.server.pollResponses +=
                listOf(failing("Directory is down."), failing("Directory is down."), failing("Disk is full."))
            bench.login.run(autoOpen = false).accessToken shouldBe "access-1"
            bench.interaction.warnings shouldBe
                listOf("Directory is down.", "Disk is full.").map {
                    "The login goes on although the server has a problem. The server failed. Try again later. The server says: $it"
                }
        }

        scripted("the first reason is told with the first failed poll") { bench ->
            bench.server.pollResponses += List(5) { failing("Directory is down.") }
            val login = launch { shouldThrow<ServerErrorException> { bench.login.run(autoOpen = false) } }
            advanceTimeBy(4.seconds)
            bench.interaction.warnings shouldBe emptyList()
            advanceTimeBy(2.seconds)
            bench.interaction.warnings.size shouldBe 1
            login.join()
        }

        scripted("a server that goes on failing ends the login with its own words") { bench ->
            bench.server.pollResponses += List(5) { failing("Directory is down.") }
            shouldThrow<ServerErrorException> { bench.login.run(autoOpen = false) }.errorDescription shouldBe "Directory is down."
            // 5, and after the faults 10, 20, 30 and 30 more.
            currentTime shouldBe 95_000
            bench.interaction.warnings.size shouldBe 1
        }

        scripted("a network that is down is no news to tell") { bench ->
            bench.server.pollResponses += List(2) { unreachable }
            bench.login.run(autoOpen = false)
            bench.interaction.warnings shouldBe emptyList()
        }

        scripted("a refusal ends it at once") { bench ->
            val denied = AuthorizationDeniedException(OAuthError("access_denied"))
            bench.server.pollResponses += PollResult.Refused(denied)
            shouldThrow<AuthorizationDeniedException> { bench.login.run(autoOpen = false) } shouldBeSameInstanceAs denied
            currentTime shouldBe 5_000
        }

        scripted("it may take as long as the code lives") { bench ->
            bench.server.pollResponses += List(1000) { PollResult.Pending }
            shouldThrow<TimedOutException> { bench.login.run(autoOpen = false) }
            currentTime shouldBe 600_000
        }

        scripted("a code that was asked for a while ago is polled for as long as it still lives") { bench ->
            bench.server.pollResponses += List(1000) { PollResult.Pending }
            val code = bench.login.start()
            advanceTimeBy(590.seconds)
            shouldThrow<TimedOutException> { bench.login.poll(code) }
            currentTime shouldBe 600_000
            shouldThrow<TimedOutException> { bench.login.poll(code) }
            bench.server.polls shouldBe 2
        }

        scripted("a shorter timeout of the caller's ends it sooner", timeout = 30.seconds) { bench ->
            bench.server.pollResponses += List(1000) { PollResult.Pending }
            shouldThrow<TimedOutException> { bench.login.run(autoOpen = false) }
            currentTime shouldBe 30_000
        }

        scripted("cancelling takes the progress away and polls no more") { bench ->
            bench.server.pollResponses += List(1000) { PollResult.Pending }
            val login = launch { bench.login.run(autoOpen = false) }
            advanceTimeBy(12.seconds)
            login.cancelAndJoin()
            bench.interaction.shown.last() shouldBe "finished"
            val polls = bench.server.polls
            advanceTimeBy(100.seconds)
            bench.server.polls shouldBe polls
        }

        scripted("a single poll hands a token on, says nothing while the user is busy, and throws all else") { bench ->
            val kept = mutableListOf<Token>()
            val sink = TokenSink { token -> token.also(kept::add) }
            val code = bench.login.start()
            val slowDown = SlowDownException(OAuthError("slow_down"))
            val denied = AuthorizationDeniedException(OAuthError("access_denied"))
            bench.server.pollResponses +=
                listOf(PollResult.Pending, PollResult.SlowDown(null, slowDown), unreachable, PollResult.Refused(denied))
            bench.login.pollOnce(code, sink).shouldBeNull()
            shouldThrow<AuthException> { bench.login.pollOnce(code, sink) } shouldBeSameInstanceAs slowDown
            shouldThrow<AuthException> { bench.login.pollOnce(code, sink) } shouldBeSameInstanceAs unreachable.cause
            shouldThrow<AuthException> { bench.login.pollOnce(code, sink) } shouldBeSameInstanceAs denied
            kept shouldBe emptyList()
            val token = bench.login.pollOnce(code, sink)
            token?.accessToken shouldBe "access-1"
            kept.single() shouldBeSameInstanceAs token
        }

        listOf<Pair<String, AuthException>>(
            "404" to HttpException("Not found.", null, 404),
            "405" to HttpException("Method not allowed.", null, 405),
            "501" to HttpException("Not implemented.", null, 501),
            "503" to HttpException("Unavailable.", null, 503),
            "502 with the endpoint missing" to
                HttpException("…", """{"detail":"OIDC endpoint 'device_authorization_endpoint' not found in discovery."}""", 502),
            "unauthorized_client" to UnauthorizedClientException(OAuthError("unauthorized_client")),
            "unsupported_grant_type" to UnsupportedGrantTypeException(OAuthError("unsupported_grant_type")),
            "invalid_request" to InvalidRequestException(OAuthError("invalid_request")),
        ).forEach { (name, failure) ->
            scripted("a server without a device grant is logged in to in the browser: $name") { bench ->
                bench.server.deviceFailure = failure
                bench.listener.requests.send("/callback?state=s&code=c")
                val login = async { bench.session.login(autoOpen = false) }
                login.await().accessToken shouldBe "access-1"
                bench.server.redemptions shouldBe 1
            }
        }

        for (autoOpen in listOf(true, false)) {
            val page = if (autoOpen) "opened" else "only shown"
            scripted(
                "the login page that takes the place of a code is $page, as the caller wants, however that is found out",
            ) { bench ->
                bench.server.deviceFailure = HttpException("Not found.", null, 404)
                bench.listener.requests.send("/callback?state=s&code=c")
                bench.session.login(autoOpen).accessToken shouldBe "access-1"
                bench.listener.reopen()
                bench.server.offersDeviceGrant = false
                bench.listener.requests.send("/callback?state=s&code=d")
                bench.session.login(autoOpen).accessToken shouldBe "access-2"
                bench.interaction.shown.count { it.startsWith("url") } shouldBe 2
                bench.interaction.shown.count { it.startsWith("open") } shouldBe if (autoOpen) 2 else 0
            }
        }

        for (autoOpen in listOf(true, false)) {
            scripted("a server with a device grant is logged in to with a code, its page opened: $autoOpen") { bench ->
                bench.session.login(autoOpen).accessToken shouldBe "access-1"
                bench.interaction.shown.count { it.startsWith("code") } shouldBe 1
                bench.interaction.shown.count { it.startsWith("open") } shouldBe if (autoOpen) 1 else 0
                bench.listener.boundPorts shouldBe null
            }
        }

        listOf(
            "a proxy's 502" to HttpException("Bad gateway.", null, 502),
            "400" to HttpException("Bad request.", null, 400),
            "500" to HttpException("Oops.", null, 500),
            "invalid_client of a client that nobody knows" to
                InvalidClientException(OAuthError("invalid_client", "The OAuth client was not found.")),
            "no network" to TransportException(Fault.UNKNOWN_HOST, "No such host."),
        ).forEach { (name, failure) ->
            scripted("any other failure to start is what went wrong: $name") { bench ->
                bench.server.deviceFailure = failure
                shouldThrow<AuthException> { bench.session.login(autoOpen = false) } shouldBeSameInstanceAs failure
                bench.listener.boundPorts shouldBe null
            }
        }
    })
