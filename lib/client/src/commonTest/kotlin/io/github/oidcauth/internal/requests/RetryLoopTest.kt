package io.github.oidcauth.internal.requests

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class RetryLoopTest :
    FunSpec({
        val policy = RetryPolicy(retries = 2, longestDelay = 30.seconds, random = { ByteArray(it) })
        val discarded = mutableListOf<Int>()
        val sentAt = mutableListOf<Long>()
        var isRead = false

        beforeTest {
            discarded.clear()
            sentAt.clear()
            isRead = false
        }

        /** Runs the loop on a server that responds with [responses] in order: statuses, or exceptions. */
        suspend fun TestScope.run(
            vararg responses: Any,
            method: String = "GET",
        ): Int {
            val left = responses.toMutableList()
            return RetryLoop(policy).run(
                method = method,
                isRepeatable = { !isRead },
                outcomeOf = { status: Int -> AttemptOutcome.Response(status, if (status == 429) 7.seconds else null) },
                discard = { discarded += it },
            ) {
                sentAt += currentTime
                val next = left.removeFirst()
                if (next is Exception) throw next else next as Int
            }
        }

        fun lost() = TransportException(Fault.CONNECTION_LOST, "lost")

        test("a success is sent once") {
            runTest { run(200) shouldBe 200 }
            sentAt shouldContainExactly listOf(0)
            discarded shouldContainExactly emptyList()
        }

        test("a server that comes back is asked until then, with growing delays, and what it said before is freed") {
            runTest { run(503, lost(), 200) shouldBe 200 }
            sentAt shouldContainExactly listOf(0, 250, 750)
            discarded shouldContainExactly listOf(503)
        }

        test("the last response is returned when the retries are used up, and it is not freed") {
            runTest { run(503, 502, 504) shouldBe 504 }
            discarded shouldContainExactly listOf(503, 502)
        }

        test("the last failure is thrown when the retries are used up") {
            val last = TransportException(Fault.CONNECTION_LOST, "at last")
            runTest { shouldThrow<TransportException> { run(lost(), 503, last) }.message shouldBe "at last" }
            sentAt.size shouldBe 3
            discarded shouldContainExactly listOf(503)
        }

        test("the time that the server names is waited for") {
            runTest { run(429, 200) shouldBe 200 }
            sentAt shouldContainExactly listOf(0, 7_000)
        }

        test("a POST is sent once, whatever happens") {
            runTest {
                run(503, method = "POST") shouldBe 503
                shouldThrow<TransportException> { run(lost(), method = "POST") }
            }
            sentAt.size shouldBe 2
        }

        test("a request that cannot be sent again since its last attempt is not") {
            isRead = true
            runTest { shouldThrow<TransportException> { run(lost(), 200) } }
            sentAt.size shouldBe 1
        }

        test("other exceptions end the loop") {
            runTest { shouldThrow<IllegalStateException> { run(IllegalStateException("no")) } }
            sentAt.size shouldBe 1
        }

        test("a caller that is cancelled while it waits sends nothing more") {
            runTest {
                val caller = launch { run(503, 200) }
                runCurrent()
                caller.cancelAndJoin()
            }
            sentAt shouldContainExactly listOf(0)
        }
    })
