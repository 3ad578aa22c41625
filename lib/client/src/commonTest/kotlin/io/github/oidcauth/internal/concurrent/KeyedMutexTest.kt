package io.github.oidcauth.internal.concurrent

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class KeyedMutexTest :
    FunSpec({
        test("many on many threads take turns for each key") {
            val mutex = KeyedMutex<Int>()
            val counts = IntArray(4)
            withContext(Dispatchers.Default) {
                repeat(4_000) { launch { mutex.withLock(it % 4) { counts[it % 4]++ } } }
            }
            counts.toList() shouldBe listOf(1_000, 1_000, 1_000, 1_000)
            mutex.keys.shouldBeEmpty()
        }

        test("first come, first served") {
            runTest {
                val mutex = KeyedMutex<String>()
                val order = mutableListOf<Int>()
                repeat(5) {
                    launch {
                        mutex.withLock("key") {
                            delay(1.seconds)
                            order += it
                        }
                    }
                }
                testScheduler.advanceUntilIdle()
                order shouldBe listOf(0, 1, 2, 3, 4)
            }
        }

        test("one key does not wait for another") {
            val mutex = KeyedMutex<String>()
            mutex.withLock("a") { mutex.withLock("b") { mutex.keys } } shouldBe setOf("a", "b")
            mutex.keys.shouldBeEmpty()
        }

        test("a cancelled holder releases the key, and a cancelled waiter leaves it with its holder") {
            runTest {
                val mutex = KeyedMutex<String>()
                val holder = launch { mutex.withLock("key") { awaitCancellation() } }
                runCurrent()
                val waiting = launch { mutex.withLock("key") { error("must not run") } }
                runCurrent()
                waiting.cancelAndJoin()
                mutex.keys shouldBe setOf("key")
                holder.cancelAndJoin()
                mutex.keys.shouldBeEmpty()
                mutex.withLock("key") { "again" } shouldBe "again"
            }
        }

        test("a key that nobody holds or awaits can be had without waiting, and no other") {
            runTest {
                val mutex = KeyedMutex<String>()
                mutex.tryLock("key") shouldBe true
                mutex.tryLock("key") shouldBe false
                mutex.tryLock("other") shouldBe true
                mutex.unlock("other")
                val waiting = launch { mutex.withLock("key") { mutex.tryLock("key") shouldBe false } }
                runCurrent()
                mutex.unlock("key")
                // It belongs to who has waited.
                mutex.tryLock("key") shouldBe false
                waiting.join()
                mutex.keys.shouldBeEmpty()
            }
        }

        test("a key is given back when the action fails") {
            val mutex = KeyedMutex<String>()
            shouldThrow<IllegalStateException> { mutex.withLock("key") { error("no") } }
            mutex.keys.shouldBeEmpty()
        }
    })
