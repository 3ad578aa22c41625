package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.login.FakeLoginServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Another program stores a token while a caller waits for its turn to ask the user. */
@OptIn(ExperimentalCoroutinesApi::class)
class FoundMeanwhileTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        class Bench(
            private val scope: TestScope,
        ) {
            val clock = scope.virtualClock()
            val store = InMemoryTokenStore(clock)
            val server = FakeLoginServer(clock)
            private val acquirer =
                scope.tokenAcquirer(key, store, server, clock)

            /** Returns the result of the second caller, if the first is cancelled at its prompt after [found] was stored. */
            suspend fun second(
                found: Token,
                force: Boolean = false,
            ): String {
                val first = scope.launch { acquirer.obtain(force = false) { awaitCancellation() } }
                scope.runCurrent()
                val second = scope.async { acquirer.obtain(force) { server.issue() } }
                scope.runCurrent()
                store.put(key, found)
                first.cancelAndJoin()
                return second.await().accessToken
            }

            fun token(
                life: Duration,
                refreshToken: String? = null,
            ) = Token("found") {
                expiresAt = clock.now() + life
                this.refreshToken = refreshToken
            }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        scripted("a token that is valid for long enough is used") { bench ->
            bench.second(bench.token(10.minutes)) shouldBe "found"
        }

        scripted("so is one whose whole life is shorter than that") { bench ->
            bench.second(bench.token(50.seconds)) shouldBe "found"
        }

        scripted("one that is about to expire, and has a refresh token, is not: the user is asked") { bench ->
            bench.second(bench.token(50.seconds, refreshToken = "r")) shouldBe "access-1"
        }

        scripted("a forced login does not use it") { bench ->
            bench.second(bench.token(10.minutes), force = true) shouldBe "access-1"
        }

        scripted("one that the server does not accept is not used") { bench ->
            bench.server.accepted = { it.accessToken != "found" }
            bench.second(bench.token(10.minutes)) shouldBe "access-1"
        }
    })
