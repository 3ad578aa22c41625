package io.github.oidcauth.cli

import io.github.oidcauth.Config
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toDuration
import kotlin.time.toDurationUnit

/** The time between the signal to end and the end. */
internal class ShutdownSequenceTest : FunSpec({
    val stderr = ByteArrayOutputStream()
    val ended = CountDownLatch(0)

    beforeTest { stderr.reset() }

    /** Of refreshes that are stored [after] so long. Returns how long it was ready to wait for them. */
    fun waited(after: Duration): Duration {
        var waited = Duration.ZERO
        ShutdownSequence(PrintStream(stderr, true), forRefreshes = 120.seconds) {
            waited += it
            after <= it
        }.run(ended)
        return waited
    }

    test("where no refresh is under way, nothing is said and nothing waited for") {
        waited(after = 0.seconds) shouldBe 0.seconds
        stderr.toString() shouldBe ""
    }

    test("a refresh that is under way is waited for, and that is told before") {
        waited(after = 120.seconds) shouldBe 120.seconds
        stderr.toString() shouldContain "Waiting for up to 120 s until a token is stored"
        stderr.toString() shouldNotContain "Error"
    }

    test("when it takes longer still, the user is told what is lost and what to do") {
        waited(after = 120.seconds + 1.milliseconds) shouldBe 120.seconds
        stderr.toString() shouldContain "If it comes from a refresh, the server may have replaced the refresh token"
        stderr.toString() shouldContain "the new one is lost. Log in again"
        withClue("the token of a login that no store took is left over as well") {
            stderr.toString() shouldNotContain "response to"
        }
    }

    test("it covers the requests that a refresh can be, and the wait for the token file") {
        val requests = 3
        ShutdownSequence.FOR_REFRESHES shouldBeGreaterThanOrEqualTo
            Config("https://h.example").requestTimeout * requests + 30.seconds
    }

    test("the remaining clean-up gets its time, and no more than it needs") {
        val waits = mutableListOf<Duration>()
        val never =
            object : CountDownLatch(1) {
                override fun await(
                    timeout: Long,
                    unit: TimeUnit,
                ): Boolean {
                    waits += timeout.toDuration(unit.toDurationUnit())
                    return false
                }
            }
        ShutdownSequence(PrintStream(stderr, true), forTheRest = 50.milliseconds) { true }.run(never)
        waits shouldBe listOf(50.milliseconds)

        val still = CountDownLatch(1)
        val patient = ShutdownSequence(PrintStream(stderr, true), forTheRest = 3600.seconds) { true }
        val run = Thread { patient.run(still) }.apply { start() }
        still.countDown()
        run.join(20_000)
        run.isAlive shouldBe false
    }
})
