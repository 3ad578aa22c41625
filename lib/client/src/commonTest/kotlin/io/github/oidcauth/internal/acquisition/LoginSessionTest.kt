package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.login.DeviceLogin
import io.github.oidcauth.internal.login.FakeListener
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.login.LoopbackLogin
import io.github.oidcauth.internal.login.RecordingInteraction
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.PollResult
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class LoginSessionTest :
    FunSpec({
        class Bench(
            scope: TestScope,
            flow: LoginFlow,
            hasBrowser: Boolean = true,
        ) {
            private val clock = scope.virtualClock()
            val server = FakeLoginServer(clock, latency = Duration.ZERO)
            val listener = FakeListener()
            val interaction = RecordingInteraction()
            private val channel =
                InteractionChannel(interaction, StandardTestDispatcher(scope.testScheduler), scope.testTimeSource)
            private val patience = 30.seconds
            private val codeLogin = LoopbackLogin(server, listener, channel, LoopbackRedirect.of(listOf(0)), patience)
            private val session =
                UserLogin(
                    DeviceLogin(server, channel, clock, scope.testTimeSource, patience),
                    codeLogin,
                    flow,
                    { hasBrowser },
                    { interaction.warn(it) },
                )

            suspend fun login() = session.run(autoOpen = true)

            /** Lets the user come back from the page. */
            suspend fun comeBack() = listener.requests.send("/callback?state=s&code=c")

            val shown get() = interaction.shown.map { it.substringBefore(' ') }.filter { it != "finished" }
        }

        fun scripted(
            name: String,
            flow: LoginFlow,
            hasBrowser: Boolean = true,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this, flow, hasBrowser)) } }

        val device = listOf("code", "open")
        val browser = listOf("url", "open")

        mapOf(
            (LoginFlow.AUTO to true) to device,
            (LoginFlow.AUTO to false) to device,
            (LoginFlow.DEVICE to true) to device,
            (LoginFlow.BROWSER to true) to browser,
            (LoginFlow.BROWSER to false) to browser,
            (LoginFlow.BROWSER_FIRST to true) to browser,
            (LoginFlow.BROWSER_FIRST to false) to device,
        ).forEach { (setting, shown) ->
            val (flow, hasBrowser) = setting
            scripted(
                "$flow shows ${shown.first()} at first where a browser can be opened: $hasBrowser",
                flow,
                hasBrowser,
            ) { bench ->
                bench.comeBack()
                bench.login().accessToken shouldBe "access-1"
                bench.shown shouldBe shown
                bench.interaction.warnings.shouldBeEmpty()
            }
        }

        val refusal = InvalidClientException(OAuthError("invalid_client", "Invalid client type.", statusCode = 401))

        for (flow in listOf(LoginFlow.AUTO, LoginFlow.BROWSER_FIRST)) {
            scripted(
                "a client that is refused device logins goes to the browser with $flow, and the user reads why",
                flow,
                false,
            ) { bench ->
                bench.server.deviceFailure = refusal
                bench.comeBack()
                bench.login().accessToken shouldBe "access-1"
                bench.shown shouldBe browser
                bench.interaction.warnings.single() shouldContain "Invalid client type."
            }
        }

        scripted("a client that is registered for the browser alone goes there without a word", LoginFlow.AUTO) { bench ->
            bench.server.deviceFailure = UnauthorizedClientException(OAuthError("unauthorized_client"))
            bench.comeBack()
            bench.login().accessToken shouldBe "access-1"
            bench.interaction.warnings.shouldBeEmpty()
        }

        scripted("nobody who comes back after a refusal is told of both", LoginFlow.AUTO) { bench ->
            bench.server.deviceFailure = refusal
            val failure = shouldThrow<TimedOutException> { bench.login() }
            failure.message shouldContain "The browser was not redirected"
            failure.message shouldContain "Invalid client type."
            failure.suppressedExceptions.single() shouldBeSameInstanceAs refusal
        }

        scripted("another failure in the browser has the refusal beside it", LoginFlow.AUTO) { bench ->
            bench.server.deviceFailure = refusal
            bench.listener.requests.send("/callback?state=s&error=access_denied")
            shouldThrow<AuthorizationDeniedException> { bench.login() }.suppressedExceptions.single() shouldBeSameInstanceAs
                refusal
        }

        scripted("a user who says no on the device is not asked again in the browser", LoginFlow.AUTO) { bench ->
            bench.server.pollResponses += PollResult.Refused(AuthorizationDeniedException(OAuthError("access_denied")))
            shouldThrow<AuthorizationDeniedException> { bench.login() }
            bench.shown shouldBe device
        }

        listOf<AuthException>(refusal, HttpException("Not found.", null, 404)).forEach { failure ->
            scripted("DEVICE goes to no browser: ${failure::class.simpleName}", LoginFlow.DEVICE) { bench ->
                bench.server.deviceFailure = failure
                shouldThrow<AuthException> { bench.login() } shouldBeSameInstanceAs failure
                bench.shown.shouldBeEmpty()
            }
        }

        scripted("DEVICE at a server without device logins says so", LoginFlow.DEVICE) { bench ->
            bench.server.offersDeviceGrant = false
            shouldThrow<InvalidConfigException> { bench.login() }.message shouldContain "no device login"
            bench.shown.shouldBeEmpty()
        }
    })
