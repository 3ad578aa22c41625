package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.acquisition.tokenAcquirer
import io.github.oidcauth.internal.acquisition.virtualClock
import io.github.oidcauth.internal.interaction.PromptWaitOptions
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
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

/** Processes that share a store, each played by a keeper with prompts of its own. */
@OptIn(ExperimentalCoroutinesApi::class)
class CrossProcessPromptTest :
    FunSpec({
        val key = TokenKey.forHost("h.example")

        class Bench(
            private val scope: TestScope,
        ) {
            val clock = scope.virtualClock()
            val server = FakeLoginServer(clock)
            private val memory = InMemoryTokenStore(clock)

            /** Holder of the prompt lock, or null. */
            var holder: PromptHolder? = null
            var failure: Exception? = null
            var readFailure: Exception? = null
            var prompts = 0
            val waited = mutableListOf<String>()

            inner class Process(
                private val id: Long,
                timeout: Duration? = null,
            ) {
                private val store =
                    object : TokenStore by memory {
                        override suspend fun get(key: TokenKey): Token? = readFailure?.let { throw it } ?: memory.get(key)

                        override suspend fun tryPromptLock(key: TokenKey): PromptLock {
                            failure?.let { throw it }
                            holder?.let { return PromptLock.Busy(it) }
                            holder = PromptHolder(id, "node$id", clock.now())
                            return PromptLock.Held { holder = null }
                        }
                    }
                val acquirer =
                    scope.tokenAcquirer(
                        key,
                        store,
                        server,
                        clock,
                        waiting = PromptWaitOptions(scope.testTimeSource, timeout) { waited += "$id: $it" },
                    )

                suspend fun token(
                    force: Boolean = false,
                    login: suspend () -> Token,
                ): Token =
                    acquirer.obtain(force) {
                        prompts++
                        login()
                    }
            }

            suspend fun stored() = memory.get(key)

            /** Ends a process of which nobody hears any more. */
            fun kill() {
                holder = null
            }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        scripted("of five processes one asks, the others wait visibly, once each, and take its token") { bench ->
            val user = CompletableDeferred<Token>()
            val all = (1L..5L).map { id -> async { bench.Process(id).token { user.await() } } }
            advanceTimeBy(90.seconds)
            bench.prompts shouldBe 1
            bench.waited.map { it.substringBefore(':') } shouldBe listOf("2", "3", "4", "5")
            bench.waited.first() shouldBe
                "2: A login is needed, and process 1 on node1 has been asking for 0s for it. " +
                "This process waits until that login is done, for up to 15m."
            user.complete(bench.server.issue())
            all.map { it.await().accessToken }.toSet() shouldBe setOf("access-1")
            bench.prompts shouldBe 1
            bench.holder.shouldBeNull()
        }

        scripted(
            "a waiting process has the token within a second after it is stored, even while the page is still shown",
        ) { bench ->
            bench.holder = PromptHolder(1)
            val waiting = async { bench.Process(2).token { error("Nobody is to be asked.") } }
            advanceTimeBy(100.seconds)
            bench.Process(3).acquirer.keep(bench.server.issue())
            val storedAt = currentTime
            waiting.await().accessToken shouldBe "access-1"
            currentTime - storedAt shouldBeLessThan 1_001
        }

        scripted("when the process that asks is killed, one of those who wait asks, and the others wait for that") { bench ->
            bench.holder = PromptHolder(1, "node1")
            val user = CompletableDeferred<Token>()
            val all = (2L..4L).map { id -> async { bench.Process(id).token { user.await() } } }
            advanceTimeBy(30.seconds)
            bench.prompts shouldBe 0
            bench.kill()
            advanceTimeBy(2.seconds)
            bench.prompts shouldBe 1
            val second = bench.holder.shouldNotBeNull()
            bench.waited.takeLast(2).forEach { it shouldContain "process ${second.processId} on node${second.processId}" }
            user.complete(bench.server.issue())
            all.forEach { it.await().accessToken shouldBe "access-1" }
        }

        scripted("a user who says no in one process is asked again by the next, and nobody's refusal is another's") { bench ->
            val denied = CompletableDeferred<Token>()
            val first = async { shouldThrow<AuthorizationDeniedException> { bench.Process(1).token { denied.await() } } }
            runCurrent()
            val second = async { bench.Process(2).token { bench.server.issue() } }
            advanceTimeBy(10.seconds)
            bench.prompts shouldBe 1
            denied.completeExceptionally(AuthorizationDeniedException(OAuthError("access_denied")))
            second.await().accessToken shouldBe "access-1"
            first.await().error shouldBe "access_denied"
            bench.prompts shouldBe 2
        }

        scripted("a waiting process gives up after its own time, not before, and names the other process") { bench ->
            bench.holder = PromptHolder(1, "node1", bench.clock.now())
            val failure = async { shouldThrow<TimedOutException> { bench.Process(2, 30.seconds).token { error("asked") } } }
            advanceTimeBy(29_999.milliseconds)
            failure.isCompleted shouldBe false
            advanceTimeBy(2.milliseconds)
            failure.await().message shouldBe
                "The login that is needed was not done within 30s: process 1 on node1 has been asking for 30s for it. " +
                "Finish the login there, or end that process, and try again."
        }

        scripted("without a time of its own it waits for a quarter of an hour") { bench ->
            bench.holder = PromptHolder(1)
            val failure = async { shouldThrow<TimedOutException> { bench.Process(2).token { error("asked") } } }
            advanceTimeBy(15.minutes - 1.milliseconds)
            failure.isCompleted shouldBe false
            failure.await().message shouldContain "process 1 is asking for it"
        }

        scripted("the time that a login takes is not counted while another process is waited for") { bench ->
            bench.holder = PromptHolder(1)
            val token = async { bench.Process(2, 30.seconds).token { CompletableDeferred<Token>().let { bench.server.issue() } } }
            advanceTimeBy(29.seconds)
            bench.kill()
            token.await().accessToken shouldBe "access-1"
        }

        scripted("cancelling who waits ends its wait at once, and cancelling who asks frees the rest") { bench ->
            val asking = launch { bench.Process(1).token { CompletableDeferred<Token>().await() } }
            runCurrent()
            val waiting = launch { bench.Process(2).token { error("asked") } }
            advanceTimeBy(5.seconds)
            waiting.cancelAndJoin()
            bench.holder?.processId shouldBe 1
            asking.cancelAndJoin()
            bench.holder.shouldBeNull()
        }

        scripted("a store that cannot lock has everybody ask, without a word") { bench ->
            bench.failure = StoreException("read-only")
            bench.Process(1).token { bench.server.issue() }.accessToken shouldBe "access-1"
            bench.failure = IllegalStateException("of a program's own")
            bench.Process(2).token(force = true) { bench.server.issue() }.accessToken shouldBe "access-2"
            bench.waited.shouldBeEmpty()
        }

        scripted("with force a store that cannot be read is waited for all the same, and then the user is asked") { bench ->
            bench.readFailure = StoreException("unreadable")
            bench.holder = PromptHolder(1)
            val token = async { bench.Process(2).token(force = true) { bench.server.issue() } }
            advanceTimeBy(10.seconds)
            bench.prompts shouldBe 0
            bench.kill()
            token.await().accessToken shouldBe "access-1"
        }

        scripted("with force the token of the login that was waited for will do, and that of before will not") { bench ->
            bench.Process(9).acquirer.keep(bench.server.issue())
            val user = CompletableDeferred<Token>()
            val all = listOf(1L, 2L).map { id -> async { bench.Process(id).token(force = true) { user.await() } } }
            advanceTimeBy(20.seconds)
            bench.prompts shouldBe 1
            all.none { it.isCompleted } shouldBe true
            user.complete(bench.server.issue())
            all.forEach { it.await().accessToken shouldBe "access-2" }
            bench.stored()?.accessToken shouldBe "access-2"
        }
    })
