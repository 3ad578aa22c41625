// Tests AttemptOutcome.
package io.github.oidcauth.internal.requests

import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.crypto.RandomSource
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

class RetryPolicyTest :
    FunSpec({
        val unavailable = AttemptOutcome.Response(503)

        fun policy(
            retries: Int = 3,
            longestDelay: Duration = 30.seconds,
            random: Int = 0,
        ) = RetryPolicy(retries, longestDelay, RandomSource { count -> ByteArray(count) { random.toByte() } })

        fun RetryPolicy.delay(
            attempts: Int = 1,
            method: String = "GET",
            isRepeatable: Boolean = true,
            outcome: AttemptOutcome = unavailable,
        ): Duration? = delayAfter(attempts, method, isRepeatable, outcome)

        test("without retries nothing is sent again") {
            policy(retries = 0).delay().shouldBeNull()
            policy(retries = 1).delay().shouldNotBeNull()
        }

        test("a request is sent again as often as it is allowed, and no more") {
            policy(retries = 3).delay(attempts = 3).shouldNotBeNull()
            policy(retries = 3).delay(attempts = 4).shouldBeNull()
        }

        context("only idempotent methods are sent again") {
            mapOf(
                "GET" to true,
                "HEAD" to true,
                "OPTIONS" to true,
                "PUT" to true,
                "DELETE" to true,
                "POST" to false,
                "PATCH" to false,
                "TRACE" to false,
                "CONNECT" to false,
                "PROPFIND" to false,
                "get" to false,
            ).forEach { (method, isRetried) ->
                test(method) { (policy().delay(method = method) != null) shouldBe isRetried }
            }
        }

        context("only statuses that pass are asked again") {
            val retried = (100..599).filter { policy().delay(outcome = AttemptOutcome.Response(it)) != null }
            test("they are these") { retried shouldContainExactly listOf(408, 429, 502, 503, 504) }
        }

        context("only faults of the connection are tried again") {
            Fault.entries.forEach { fault ->
                test("$fault") {
                    val isRetried = policy().delay(outcome = AttemptOutcome.Failure(fault)) != null
                    isRetried shouldBe (fault == Fault.CONNECTION_LOST || fault == Fault.CONNECTION_REFUSED)
                }
            }
        }

        test("a body that cannot be sent again is not") {
            policy().delay(isRepeatable = false).shouldBeNull()
        }

        test("the delay doubles up to the limit, and is at least half of it") {
            val policy = policy(retries = 100)
            listOf(1, 2, 3, 6, 7, 8, 100).map { policy.delay(attempts = it) } shouldContainExactly
                listOf(250.milliseconds, 500.milliseconds, 1.seconds, 8.seconds, 15.seconds, 15.seconds, 15.seconds)
        }

        test("a random part of the other half keeps clients from coming back at once") {
            val longest = policy(random = 0xff).delay().shouldNotBeNull()
            longest shouldBeLessThan 500.milliseconds
            (longest > 499.milliseconds) shouldBe true
            policy(random = 0x80).delay().shouldNotBeNull().inWholeMilliseconds shouldBe 375
        }

        test("the time that the server names is waited for up to the limit") {
            fun after(wait: Duration) = policy().delay(outcome = AttemptOutcome.Response(429, wait))
            after(Duration.ZERO) shouldBe Duration.ZERO
            after(3.seconds) shouldBe 3.seconds
            after(30.seconds) shouldBe 30.seconds
            after(31.seconds).shouldBeNull()
            after(Duration.INFINITE).shouldBeNull()
        }

        test("the time that the server names does not make other statuses pass") {
            policy().delay(outcome = AttemptOutcome.Response(500, 1.seconds)).shouldBeNull()
            policy().delay(outcome = AttemptOutcome.Response(200, 1.seconds)).shouldBeNull()
        }
    })
