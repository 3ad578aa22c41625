package io.github.oidcauth.cli.running

import io.github.oidcauth.HttpException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import java.io.IOException
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class TokenKeeperTest :
    FunSpec({
        fun keeping(
            name: String,
            body: suspend TestScope.(KeeperBench) -> Unit,
        ) = test(name) {
            runTest {
                val bench = KeeperBench(this)
                val first = bench.next()
                val job = launch { bench.keeper.run(first) }
                body(bench)
                job.cancel()
            }
        }

        fun TestScope.pass(time: kotlin.time.Duration) {
            advanceTimeBy(time)
            runCurrent()
        }

        keeping("a token of ten minutes is replaced after eight, and its successor after eight more") { bench ->
            pass(8.minutes - 1.seconds)
            bench.calls.shouldBeEmpty()
            pass(1.seconds)
            bench.calls shouldBe listOf("at1")
            pass(8.minutes)
            bench.written shouldBe listOf("at2", "at3")
            bench.warnings.shouldBeEmpty()
        }

        keeping("requests to a server that cannot be reached are repeated, with growing pauses and one warning") { bench ->
            bench.failure = TransportException(TransportException.Fault.CONNECTION_REFUSED, "The server refused the connection.")
            pass(8.minutes)
            bench.calls shouldHaveSize 1
            pass(1.hours)
            bench.warnings shouldHaveSize 1
            bench.warnings.single() shouldContain "refused the connection"
            (bench.calls.size in 20..40) shouldBe true
            bench.failure = null
            pass(5.minutes)
            bench.written shouldBe listOf("at2")
        }

        keeping("a machine that was suspended refreshes within half a minute after it wakes up") { bench ->
            pass(1.minutes)
            bench.suspended = 3.hours
            pass(30.seconds)
            bench.written shouldBe listOf("at2")
        }

        keeping("a file that cannot be written is written later") { bench ->
            bench.writeFailure = IOException("No space left on device")
            pass(8.minutes)
            bench.warnings.single() shouldContain "No space left"
            bench.writeFailure = null
            pass(30.seconds)
            bench.written.size shouldBe 1
        }

        test("when a login is needed, the store is looked at until the token expires, and the failure is the result then") {
            runTest {
                val bench = KeeperBench(this)
                bench.failure = InteractionRequiredException("Log in first.")
                val end = async { bench.keeper.run(bench.next()) }
                pass(10.minutes - 1.seconds)
                end.isCompleted shouldBe false
                bench.warnings shouldHaveSize 1
                pass(2.seconds)
                end.await() shouldBe bench.failure
            }
        }

        keeping("a user who logs in again in time is noticed") { bench ->
            bench.failure = InteractionRequiredException("Log in first.")
            pass(8.minutes + 30.seconds)
            bench.failure = null
            pass(1.minutes)
            bench.written shouldBe listOf("at2")
        }

        test("a token without an expiry is looked for again, and none is called rejected") {
            runTest {
                val bench = KeeperBench(this)
                val job = launch { bench.keeper.run(Token("forever")) }
                pass(5.minutes)
                bench.calls shouldBe listOf(null)
                job.cancel()
            }
        }

        test("the first token is waited for while the server is in trouble, and for nothing else") {
            runTest {
                val bench = KeeperBench(this)
                bench.failure = HttpException("503", 503)
                val first = async { bench.keeper.begin() }
                pass(1.minutes)
                first.isCompleted shouldBe false
                bench.failure = null
                pass(1.minutes)
                first.await().accessToken shouldBe "at1"
                bench.written shouldBe listOf("at1")
                bench.failure = InvalidClientException()
                shouldThrow<InvalidClientException> { bench.keeper.begin() }
                bench.failure = HttpException("404", 404)
                shouldThrow<HttpException> { bench.keeper.begin() }
            }
        }
    })
