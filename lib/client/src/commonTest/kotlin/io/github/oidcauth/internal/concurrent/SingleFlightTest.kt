package io.github.oidcauth.internal.concurrent

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.updateAndGet
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import kotlin.random.Random

@OptIn(ExperimentalCoroutinesApi::class)
class SingleFlightTest :
    FunSpec({
        class Bench(
            private val scope: TestScope,
        ) {
            val flights = SingleFlight<String, String>()
            var works = 0

            /** Time that the leader stays under way after it has landed. */
            var wayOut = 0L

            suspend fun join(key: String = "k"): String =
                flights.join(key) { publish ->
                    val number = ++works
                    delay(100)
                    publish("$key$number")
                    delay(wayOut)
                }

            fun caller(key: String = "k"): Deferred<String> = scope.async { join(key) }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) {
            runTest {
                val bench = Bench(this)
                body(bench)
                bench.flights.keys.shouldBeEmpty()
            }
        }

        scripted("ten thousand callers share one result, at the time at which it is there") { bench ->
            List(10_000) { bench.caller() }.awaitAll().toSet() shouldBe setOf("k1")
            bench.works shouldBe 1
            currentTime shouldBe 100
        }

        scripted("a caller after the end of a flight starts another, and other keys have their own") { bench ->
            bench.join() shouldBe "k1"
            bench.join() shouldBe "k2"
            listOf(bench.caller("a"), bench.caller("b")).awaitAll() shouldBe listOf("a3", "b4")
        }

        scripted("a leader that is cancelled gives the lead to one of the others") { bench ->
            val leader = bench.caller()
            runCurrent()
            val others = List(100) { bench.caller() }
            advanceTimeBy(50)
            leader.cancelAndJoin()
            others.awaitAll().toSet() shouldBe setOf("k2")
            bench.works shouldBe 2
            currentTime shouldBe 150
        }

        scripted("a leader that is cancelled alone leaves nothing behind") { bench ->
            val leader = bench.caller()
            runCurrent()
            leader.cancelAndJoin()
            bench.flights.keys.shouldBeEmpty()
            bench.join() shouldBe "k2"
        }

        scripted("one leader after the other may be cancelled: the last caller gets a result") { bench ->
            val callers = List(1_000) { bench.caller() }
            callers.dropLast(1).forEach {
                runCurrent()
                it.cancel()
            }
            callers.last().await() shouldBe "k1000"
        }

        scripted("a lead that is given to a follower in the moment in which that is cancelled goes to the next one") { bench ->
            val leader = bench.caller()
            runCurrent()
            val chosen = bench.caller()
            runCurrent()
            val third = bench.caller()
            runCurrent()
            leader.cancel()
            // The leader gives up, which chooses the next one; that one is cancelled before it runs.
            val canceller = launch { chosen.cancel() }
            joinAll(leader, chosen, canceller)
            third.await() shouldBe "k2"
            bench.works shouldBe 2
        }

        scripted("a follower that is cancelled harms nobody") { bench ->
            val callers = List(10) { bench.caller() }
            runCurrent()
            callers.drop(5).forEach { it.cancelAndJoin() }
            callers.take(5).awaitAll().toSet() shouldBe setOf("k1")
        }

        scripted("an exception of the leader is for the leader alone") { bench ->
            val leader =
                async {
                    shouldThrow<IllegalStateException> {
                        bench.flights.join("k") {
                            delay(10)
                            error("no")
                        }
                    }
                }
            runCurrent()
            val others = List(3) { bench.caller() }
            leader.await()
            others.awaitAll().toSet() shouldBe setOf("k1")
        }

        scripted("a result counts though the leader is cancelled on its way out, and is there when it has ended") { bench ->
            bench.wayOut = 50
            val leader = bench.caller()
            runCurrent()
            val other = bench.caller()
            advanceTimeBy(120)
            val late = bench.caller()
            runCurrent()
            late.isCompleted shouldBe false
            leader.cancelAndJoin()
            listOf(other, late).awaitAll() shouldBe listOf("k1", "k1")
            currentTime shouldBe 120
            shouldThrow<CancellationException> { leader.await() }
            bench.works shouldBe 1
        }

        test("on real threads, with cancellation at random, one works at a time, nobody is forgotten and nothing is left") {
            val flights = SingleFlight<Int, Int>()
            val working = MutableStateFlow(0)
            val random = Random(7)
            withContext(Dispatchers.Default) {
                repeat(200) { round ->
                    coroutineScope {
                        val callers =
                            List(20) {
                                async {
                                    flights.join(round) { publish ->
                                        working.updateAndGet { it + 1 } shouldBeLessThanOrEqual 1
                                        try {
                                            repeat(3) { yield() }
                                            publish(round)
                                        } finally {
                                            working.updateAndGet { it - 1 }
                                        }
                                    }
                                }
                            }
                        val (cancelled, kept) = callers.shuffled(random).let { it.take(10) to it.drop(10) }
                        cancelled.forEach { it.cancel() }
                        kept.awaitAll().toSet() shouldBe setOf(round)
                        cancelled.joinAll()
                    }
                }
            }
            flights.keys.shouldBeEmpty()
        }
    })
