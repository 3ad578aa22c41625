package io.github.oidcauth.internal.concurrent

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

@OptIn(ExperimentalCoroutinesApi::class)
class AwakeTimeoutTest :
    FunSpec({
        /** A clock that goes on while the process is stopped, in which the timers of the process see nothing of it. */
        class SuspendableMachine(
            private val scope: TestScope,
        ) {
            val clock = TestTimeSource()

            fun run(time: Duration) {
                var left = time
                while (left.isPositive()) {
                    val step = minOf(left, 10.milliseconds)
                    clock += step
                    scope.advanceTimeBy(step)
                    scope.runCurrent()
                    left -= step
                }
            }

            fun stop(time: Duration) {
                clock += time
            }
        }

        test("a result in time is returned, and a late action is cancelled to the millisecond") {
            runTest {
                withAwakeTimeoutOrNull(2500.milliseconds, testTimeSource) { "done".also { delay(2499.milliseconds) } } shouldBe
                    "done"
                val before = currentTime
                var isCancelled = false
                withAwakeTimeoutOrNull<String>(2500.milliseconds, testTimeSource) {
                    try {
                        awaitCancellation()
                    } finally {
                        isCancelled = true
                    }
                }.shouldBeNull()
                currentTime - before shouldBe 2500
                isCancelled shouldBe true
            }
        }

        test("a response that came while the process was stopped is not too late") {
            runTest {
                val machine = SuspendableMachine(this)
                val response = CompletableDeferred<String>()
                val asked = async { withAwakeTimeoutOrNull(30.seconds, machine.clock) { response.await() } }
                machine.run(29.seconds + 500.milliseconds)
                machine.stop(1.minutes)
                machine.run(500.milliseconds)
                response.complete("here")
                machine.run(1.milliseconds)
                asked.await() shouldBe "here"
            }
        }

        test("the time before and after a stop counts") {
            runTest {
                val machine = SuspendableMachine(this)
                val asked = async { withAwakeTimeoutOrNull(3.seconds, machine.clock) { CompletableDeferred<String>().await() } }
                machine.run(1500.milliseconds)
                machine.stop(1.minutes)
                machine.run(500.milliseconds)
                machine.run(1990.milliseconds)
                asked.isCompleted shouldBe false
                machine.run(20.milliseconds)
                asked.await().shouldBeNull()
            }
        }

        test("a machine that is always late does not make it wait for ever") {
            runTest {
                val machine = SuspendableMachine(this)
                val asked = async { withAwakeTimeoutOrNull(3.seconds, machine.clock) { CompletableDeferred<String>().await() } }
                repeat(13) {
                    asked.isCompleted shouldBe false
                    machine.stop(5.seconds)
                    machine.run(1.seconds)
                }
                asked.await().shouldBeNull()
            }
        }

        test("an exception is thrown unchanged") {
            runTest {
                class Fault : Exception("broken")
                shouldThrow<Fault> { withAwakeTimeoutOrNull<String>(3.seconds, testTimeSource) { throw Fault() } }
                shouldThrow<CancellationException> {
                    withAwakeTimeoutOrNull<String>(3.seconds, testTimeSource) {
                        throw CancellationException("the engine gave up")
                    }
                }.message shouldBe "the engine gave up"
            }
        }

        test("it is cancelled with its caller") {
            runTest {
                var isCancelled = false
                val asked =
                    async {
                        withAwakeTimeoutOrNull<String>(3.seconds, testTimeSource) {
                            try {
                                awaitCancellation()
                            } finally {
                                isCancelled = true
                            }
                        }
                    }
                runCurrent()
                asked.cancel()
                shouldThrow<CancellationException> { asked.await() }
                isCancelled shouldBe true
            }
        }
    })
