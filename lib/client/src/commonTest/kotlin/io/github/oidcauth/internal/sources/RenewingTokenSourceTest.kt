// Tests RenewingTokenSource, SharedWork and TokenSourceOptions.
package io.github.oidcauth.internal.sources

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.ShutdownException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceUntilIdle
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class RenewingTokenSourceTest :
    FunSpec({
        fun bench(block: suspend TestScope.(SourceBench) -> Unit) = runTest { block(SourceBench(this)) }

        fun broken() = TransportException(Fault.CONNECTION_LOST, "The connection broke.")

        suspend fun TokenSource.text(rejected: Token? = null) = token(rejected).accessToken

        test("a token is obtained once and returned while it is good") {
            bench { server ->
                val source = server.source()
                List(3) { source.text() }.toSet() shouldBe setOf("token1")
                server.requests shouldBe 1
            }
        }

        test("a token is good until the leeway before its expiry") {
            bench { server ->
                val source = server.source({ leeway = 30.seconds })
                source.text()
                delay(570.seconds - 1.milliseconds)
                source.text() shouldBe "token1"
                delay(1.milliseconds)
                source.text() shouldBe "token2"
            }
        }

        test("a token that lives no longer than the leeway is good for half of its life") {
            bench { server ->
                server.lifetime = 20.seconds
                val source = server.source()
                source.text()
                delay(10.seconds - 1.milliseconds)
                source.text() shouldBe "token1"
                delay(1.milliseconds)
                source.text() shouldBe "token2"
            }
        }

        test("200 concurrent calls over an expiry make one request") {
            bench { server ->
                val source = server.source()
                source.text()
                delay(10.minutes)
                List(200) { async { source.text() } }.awaitAll().toSet() shouldBe setOf("token2")
                server.requests shouldBe 2
            }
        }

        test("a rejected token is replaced once for all who bring it") {
            bench { server ->
                val source = server.source()
                val old = source.token()
                List(200) { async { source.text(old) } }.awaitAll().toSet() shouldBe setOf("token2")
                server.requests shouldBe 2
            }
        }

        test("a late 401 for an older token makes no request, and gets the newer one at once") {
            bench { server ->
                val source = server.source()
                val old = source.token()
                source.text(old) shouldBe "token2"
                val before = currentTime
                source.text(old) shouldBe "token2"
                currentTime shouldBe before
                server.requests shouldBe 2
            }
        }

        test("a caller who brings a rejected token does not get it back from a request that others began before") {
            bench { server ->
                val source = server.source()
                val first = source.token()
                val second = source.token(first)
                val others = async { source.text(first) }
                source.text(second) shouldBe "token3"
                others.await() shouldBe "token2"
            }
        }

        test("a server that issues the same access token again is not asked again and again") {
            bench { server ->
                var requests = 0
                val source = server.source { Token("same").also { requests++ } }
                val rejected = source.token()
                source.text(rejected) shouldBe "same"
                requests shouldBe 2
            }
        }

        test("a cancelled caller returns at once, and the others get the token") {
            bench { server ->
                val source = server.source()
                val impatient = async { source.text() }
                val patient = async { source.text() }
                runCurrent()
                impatient.cancelAndJoin()
                currentTime shouldBe 0
                patient.await() shouldBe "token1"
                server.requests shouldBe 1
            }
        }

        test("a request whose callers are all cancelled is finished, and its token kept for the next one") {
            bench { server ->
                val source = server.source()
                List(3) { launch { source.text() } }.also { runCurrent() }.forEach { it.cancelAndJoin() }
                delay(2.seconds)
                source.text() shouldBe "token1"
                server.requests shouldBe 1
            }
        }

        test("a storm of 5,000 random cancellations loses nothing") {
            bench { server ->
                val random = Random(17)
                val source = server.source()
                val callers = List(5_000) {
                    val job = launch {
                        delay(random.nextInt(3_000_000).milliseconds)
                        source.text()
                    }
                    launch {
                        delay(random.nextInt(3_000_000).milliseconds)
                        job.cancel()
                    }
                }
                callers.joinAll()
                advanceUntilIdle()
                // The tokens are good for nine minutes of the fifty, and a request takes a second.
                server.requests shouldBe 6
                server.reported.shouldBeEmpty()
            }
        }

        test("a failure is thrown to all who wait, and the next calls get it at once, with the time of the next try") {
            bench { server ->
                server.failure = broken()
                val source = server.source()
                List(200) { async { shouldThrow<TransportException> { source.text() } } }.awaitAll().toSet().size shouldBe 1
                val failure = shouldThrow<TransportException> { source.text() }
                failure.message shouldContain "The connection broke. The next try is not before 2026-06-01T12:00:02Z."
                server.requests shouldBe 1
            }
        }

        test("a server that fails is asked after 1, 2, 4, 8 seconds and later each minute") {
            bench { server ->
                server.failure = broken()
                server.latency = 0.seconds
                val source = server.source()
                val triedAt = mutableListOf<Long>()
                while (triedAt.size < 10) {
                    val before = server.requests
                    shouldThrow<TransportException> { source.text() }
                    if (server.requests > before) triedAt += currentTime / 1000
                    delay(100.milliseconds)
                }
                triedAt shouldContainExactly listOf(0, 1, 3, 7, 15, 31, 63, 123, 183, 243)
                server.failure = null
                delay(1.minutes)
                source.text() shouldBe "token11"
            }
        }

        test("the Retry-After of the server is respected") {
            bench { server ->
                server.failure = broken().also { it.retryAfter = 90.seconds }
                server.latency = 0.seconds
                val source = server.source()
                shouldThrow<TransportException> { source.text() }
                server.failure = null
                delay(90.seconds - 1.milliseconds)
                shouldThrow<TransportException> { source.text() }
                delay(1.milliseconds)
                source.text() shouldBe "token2"
            }
        }

        test("a failed refresh returns the token that is still valid, and reports") {
            bench { server ->
                val source = server.source()
                source.text()
                delay(550.seconds)
                server.failure = broken()
                source.text() shouldBe "token1"
                source.text() shouldBe "token1"
                server.requests shouldBe 2
                server.reported.map { it::class } shouldContainExactly listOf(TransportException::class)
                delay(49.seconds)
                shouldThrow<TransportException> { source.text() }
            }
        }

        test("a rejected token is not returned again after a failed request") {
            bench { server ->
                val source = server.source()
                val rejected = source.token()
                server.failure = broken()
                shouldThrow<TransportException> { source.text(rejected) }
                shouldThrow<TransportException> { source.text(rejected) }
                server.requests shouldBe 2
            }
        }

        test("it is refreshed in the background in the last part of its life, and callers do not wait") {
            bench { server ->
                server.jitter = 0.0
                val source = server.source({ refreshAhead = 0.5 })
                source.text()
                delay(300.seconds - 1.milliseconds)
                source.text() shouldBe "token1"
                server.requests shouldBe 1
                delay(1.milliseconds)
                List(200) { source.text() }.toSet() shouldBe setOf("token1")
                runCurrent()
                server.requests shouldBe 2
                delay(1.seconds)
                source.text() shouldBe "token2"
            }
        }

        test("the jitter moves a refresh ahead by up to half of the rest") {
            bench { server ->
                server.jitter = 1.0
                val source = server.source({ refreshAhead = 0.5 })
                source.text()
                // Half of the time from 300 to 540 seconds, when it is no longer good.
                delay(420.seconds - 1.milliseconds)
                source.text()
                runCurrent()
                server.requests shouldBe 1
                delay(1.milliseconds)
                source.text() shouldBe "token1"
                runCurrent()
                server.requests shouldBe 2
            }
        }

        test("a refresh in the background that fails is reported, and tried again after a pause") {
            bench { server ->
                val source = server.source({ refreshAhead = 0.5 })
                source.text()
                delay(480.seconds)
                server.failure = broken()
                repeat(3) { source.text() shouldBe "token1" }
                advanceUntilIdle()
                repeat(3) { source.text() shouldBe "token1" }
                advanceUntilIdle()
                server.requests shouldBe 2
                server.reported.size shouldBe 1
                server.failure = null
                delay(1.seconds)
                source.text() shouldBe "token1"
                advanceUntilIdle()
                source.text() shouldBe "token3"
            }
        }

        test("an exception of the program's own function is thrown as it is") {
            bench { server ->
                val failure = IllegalStateException("no vault")
                server.failure = failure
                shouldThrow<IllegalStateException> { server.source().text() } shouldBeSameInstanceAs failure
            }
        }

        test("a time limit within the program's function does not look like a cancelled caller") {
            bench { server ->
                val source = server.source { withTimeout(1.seconds) { throw CancellationException("late") } }
                shouldThrow<TransportException> { source.text() }.message shouldContain "function"
            }
        }

        test("a function that asks its own source fails, and does not wait for itself") {
            bench { server ->
                lateinit var source: TokenSource
                source = server.source { source.token() }
                repeat(2) {
                    shouldThrow<InvalidConfigException> { withTimeout(1.minutes) { source.text() } }.message shouldContain
                        "wait for itself"
                }
            }
        }

        test("so do sources whose functions ask each other") {
            bench { server ->
                lateinit var first: TokenSource
                val second = server.source { first.token() }
                first = server.source { second.token() }
                shouldThrow<InvalidConfigException> { withTimeout(1.minutes) { first.text() } }.message shouldContain
                    "wait for itself"
            }
        }

        test("a function that asks another source, and a second time, gets its token") {
            bench { server ->
                val other = server.source()
                val source = server.source { Token("for ${other.text()} and ${other.text()}") }
                List(3) { async { source.text() } }.awaitAll().toSet() shouldBe setOf("for token1 and token1")
            }
        }

        test("the end of the process waits for a request, and none begins after that") {
            bench { server ->
                val source = server.source()
                val token = async { source.text() }
                runCurrent()
                server.inFlightWrites.drain(1.minutes) shouldBe true
                currentTime shouldBe 1_000
                token.await() shouldBe "token1"
                source.text() shouldBe "token1"
                shouldThrow<ShutdownException> { source.text(source.token()) }
                server.requests shouldBe 1
            }
        }

        test("options out of their range are refused") {
            shouldThrow<InvalidConfigException> { TokenSourceOptions { refreshAhead = 0.51 } }
            TokenSourceOptions { refreshAhead = 0.5 }.refreshAhead shouldBe 0.5
            shouldThrow<InvalidConfigException> { TokenSourceOptions { refreshAhead = Double.NaN } }
            shouldThrow<InvalidConfigException> { TokenSourceOptions { leeway = (-1).milliseconds } }
            TokenSourceOptions { leeway = 0.seconds }.leeway shouldBe 0.seconds
        }

        test("a listener that fails changes nothing") {
            bench { server ->
                val source = server.source({ onFailure { error("listener") } })
                source.text()
                delay(550.seconds)
                server.failure = broken()
                source.text() shouldBe "token1"
            }
        }
    })
