package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration.Companion.minutes

/** Two configurations that share a token and ask for its refresh at once: what of the one's result is the other's. */
@OptIn(ExperimentalCoroutinesApi::class)
class SharedConfigurationsTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        class Bench(
            private val scope: TestScope,
        ) {
            val clock = scope.virtualClock()
            val store = InMemoryTokenStore(clock)
            val leading = FakeLoginServer(clock)
            val following = FakeLoginServer(clock)
            private val flights = RefreshFlights()

            private suspend fun refreshed(by: FakeLoginServer): Token =
                scope.tokenAcquirer(key, store, by, clock, flights = flights).refresh()

            /** Returns the result of the second caller, which comes during the refresh of the first. */
            suspend fun follower(): Token {
                val token =
                    Token("a") {
                        expiresAt = clock.now() + 10.minutes
                        refreshToken = "r-a"
                    }
                store.put(key, token)
                val first =
                    scope.async {
                        try {
                            refreshed(leading)
                        } catch (_: AuthException) {
                            null
                        }
                    }
                scope.runCurrent()
                return refreshed(following).also { first.await() }
            }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        scripted("a newer token that both servers accept is shared") { bench ->
            bench.leading.sameAccessToken = "led"
            bench.follower().accessToken shouldBe "led"
            bench.leading.refreshes shouldBe 1
            bench.following.refreshes shouldBe 0
        }

        scripted("a newer token that the other configuration does not accept is none for it") { bench ->
            bench.leading.sameAccessToken = "led"
            bench.following.sameAccessToken = "followed"
            bench.following.accepted = { it.accessToken != "led" }
            bench.follower().accessToken shouldBe "followed"
            bench.leading.refreshes shouldBe 1
            bench.following.refreshes shouldBe 1
        }

        scripted("a refresh that brings the same access token again is shared too") { bench ->
            bench.leading.sameAccessToken = "a"
            bench.follower().accessToken shouldBe "a"
            bench.leading.refreshes shouldBe 1
            bench.following.refreshes shouldBe 0
        }

        scripted("a failure that comes of one configuration is not the other's") { bench ->
            bench.leading.refreshFailure = InvalidClientException(OAuthError("invalid_client"))
            bench.following.sameAccessToken = "followed"
            bench.follower().accessToken shouldBe "followed"
            bench.leading.refreshes shouldBe 1
            bench.following.refreshes shouldBe 1
        }

        scripted("a failure of the network is both's") { bench ->
            val failure = TransportException(Fault.TIMEOUT, "No response.")
            bench.leading.refreshFailure = failure
            shouldThrow<TransportException> { bench.follower() } shouldBeSameInstanceAs failure
            bench.following.refreshes shouldBe 0
        }
    })
