package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.ShutdownException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.acquisition.tokenAcquirer
import io.github.oidcauth.internal.acquisition.virtualClock
import io.github.oidcauth.internal.login.FakeLoginServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class InFlightWritesTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        /** A server that takes a second, and a store that takes another to write. */
        class Bench(
            scope: TestScope,
        ) {
            val memory = InMemoryTokenStore(scope.virtualClock())
            private val clock = scope.virtualClock()
            private val store =
                object : TokenStore by memory {
                    override suspend fun put(
                        key: TokenKey,
                        token: Token,
                    ) {
                        delay(1.seconds)
                        memory.put(key, token)
                    }
                }
            val server = FakeLoginServer(clock)
            val inFlightWrites = InFlightWrites()
            val acquirer =
                scope.tokenAcquirer(key, store, server, clock, inFlightWrites = inFlightWrites)

            suspend fun obtain(): Token = acquirer.obtain(force = false) { server.issue() }

            suspend fun has(life: Duration) =
                memory.put(
                    key,
                    Token("old") {
                        expiresAt = clock.now() + life
                        refreshToken = "r-old"
                    },
                )
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        scripted("where nothing is under way, nothing is waited for") { bench ->
            bench.inFlightWrites.drain(1.minutes) shouldBe true
            currentTime shouldBe 0
        }

        scripted("a refresh that is under way is waited for until it is stored, whoever was cancelled meanwhile") { bench ->
            bench.has(life = 0.seconds)
            val caller = launch { bench.obtain() }
            runCurrent()
            caller.cancel()
            bench.inFlightWrites.drain(Duration.ZERO) shouldBe false
            bench.inFlightWrites.drain(1.minutes) shouldBe true
            currentTime shouldBe 2_000
            bench.memory.get(key)?.refreshToken shouldBe "refresh-1"
        }

        scripted("the wait ends with its time, and says that something is left") { bench ->
            bench.has(life = 0.seconds)
            val caller = async { bench.obtain() }
            runCurrent()
            bench.inFlightWrites.drain(2.seconds - 1.milliseconds) shouldBe false
            bench.inFlightWrites.drain(1.milliseconds + 1.milliseconds) shouldBe true
            caller.await().accessToken shouldBe "access-1"
        }

        scripted("afterwards no refresh and no login begins, and what is stored is as it was") { bench ->
            bench.has(life = 0.seconds)
            bench.inFlightWrites.drain(1.minutes)
            shouldThrow<ShutdownException> { bench.obtain() }
            shouldThrow<ShutdownException> { bench.acquirer.refresh() }
            shouldThrow<ShutdownException> { bench.acquirer.refresh("r-old") }
            shouldThrow<ShutdownException> { bench.acquirer.obtain(force = true) { error("no login") } }
            bench.server.refreshes shouldBe 0
            bench.memory.get(key)?.refreshToken shouldBe "r-old"
        }

        scripted("afterwards a token that is good, and one that is good for some seconds, are handed out") { bench ->
            bench.inFlightWrites.drain(1.minutes)
            bench.has(life = 10.minutes)
            bench.obtain().accessToken shouldBe "old"
            bench.has(life = 5.seconds)
            bench.obtain().accessToken shouldBe "old"
        }

        scripted("a token of a login that arrives afterwards is stored, and waited for") { bench ->
            bench.inFlightWrites.drain(1.minutes)
            launch { bench.acquirer.keep(bench.server.issue()) }
            runCurrent()
            bench.inFlightWrites.drain(1.minutes) shouldBe true
            bench.memory.get(key)?.accessToken shouldBe "access-1"
        }

        scripted("a refresh that failed is none that is under way") { bench ->
            bench.has(life = 0.seconds)
            bench.server.refreshFailure = StoreException("anything")
            shouldThrow<StoreException> { bench.obtain() }
            bench.inFlightWrites.drain(Duration.ZERO) shouldBe true
        }

        scripted("opened again, all is as before") { bench ->
            bench.has(life = 0.seconds)
            bench.inFlightWrites.drain(1.minutes)
            bench.inFlightWrites.reopen()
            bench.obtain().accessToken shouldBe "access-1"
        }
    })
