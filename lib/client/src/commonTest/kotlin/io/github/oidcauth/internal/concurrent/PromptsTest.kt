package io.github.oidcauth.internal.concurrent

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.acquisition.tokenAcquirer
import io.github.oidcauth.internal.acquisition.virtualClock
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.login.TokenSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class PromptsTest :
    FunSpec({
        val storeKey = Prompts.StoreKey("store", TokenKey.of("https://h.example"))

        class Bench {
            val prompts = Prompts()
            var asked = 0

            suspend fun ask(
                failure: TimedOutException? = null,
                isShared: Boolean = true,
            ): Token =
                prompts.ask(
                    storeKey,
                    found = { null },
                    prompt = {
                        val number = ++asked
                        delay(10)
                        failure?.let { throw it }
                        Token("$number")
                    },
                    isShared = { isShared },
                )
        }

        test("a caller after the end of a prompt does not get its outcome, though its waiters are still there") {
            runTest {
                val bench = Bench()
                val first = async { bench.ask() }
                val waiting = async { bench.ask() }
                // In the moment of the outcome, and before who waited has taken it.
                val late =
                    async {
                        delay(10)
                        bench.ask()
                    }
                first.await() shouldBe Token("1")
                waiting.await() shouldBe Token("1")
                late.await() shouldBe Token("2")
            }
        }

        test("the same holds for a failure") {
            runTest {
                val bench = Bench()
                val failure = TimedOutException("Nobody came.")
                val first = async { shouldThrow<TimedOutException> { bench.ask(failure) } }
                val waiting = async { shouldThrow<TimedOutException> { bench.ask() } }
                val late =
                    async {
                        delay(10)
                        bench.ask()
                    }
                first.await()
                waiting.await()
                late.await() shouldBe Token("2")
            }
        }

        test("a failure that a caller does not share is none of its own") {
            runTest {
                val bench = Bench()
                val first = async { shouldThrow<TimedOutException> { bench.ask(TimedOutException("Nobody came.")) } }
                val waiting = async { bench.ask(isShared = false) }
                first.await()
                waiting.await() shouldBe Token("2")
            }
        }

        test("a turn is remembered while somebody asks or waits, and by nobody afterwards, however it ends") {
            runTest {
                val bench = Bench()
                bench.prompts.isEmpty() shouldBe true
                val first = launch { bench.ask() }
                val second = async { shouldThrow<TimedOutException> { bench.ask(TimedOutException("Nobody came.")) } }
                val third = async { bench.ask(isShared = false) }
                runCurrent()
                bench.prompts.isEmpty() shouldBe false
                first.cancelAndJoin()
                bench.prompts.isEmpty() shouldBe false
                second.await()
                bench.prompts.isEmpty() shouldBe false
                third.await() shouldBe Token("3")
                bench.prompts.isEmpty() shouldBe true
            }
        }

        test("where nobody is for one configuration, somebody may be for another") {
            runTest {
                val clock = virtualClock()
                val store = InMemoryTokenStore(clock)
                val server = FakeLoginServer(clock)
                val prompts = Prompts()

                fun acquirer(isPresent: Boolean) =
                    tokenAcquirer(storeKey.key, store, server, clock, prompts = prompts, isPresent = { isPresent })
                val slow: suspend (TokenSink) -> Token = {
                    delay(10)
                    server.issue()
                }
                val first = launch { acquirer(true).obtain(false, slow) }
                val nobody = async { shouldThrow<InteractionRequiredException> { acquirer(false).obtain(false, slow) } }
                val nobodyElse = async { shouldThrow<InteractionRequiredException> { acquirer(false).obtain(false, slow) } }
                val somebody = async { acquirer(true).obtain(false, slow) }
                runCurrent()
                first.cancel()
                nobody.await()
                nobodyElse.await()
                somebody.await().accessToken shouldBe "access-1"
            }
        }
    })
