package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.tokenstore.ExceptionTranslatingStore
import io.github.oidcauth.internal.tokenstore.PendingWriteRetries
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A store with an older token than memory: reading, removing and locking. */
@OptIn(ExperimentalCoroutinesApi::class)
class MemoryPathTest :
    FunSpec({
        val key = TokenKey.of("https://h.example")
        val other = TokenKey.of("https://other.example")

        class Bench(
            scope: TestScope,
        ) {
            val clock = scope.virtualClock()
            val store = FailingStore(InMemoryTokenStore(clock))
            val pendingWrites = PendingWrites()
            val warnings = mutableListOf<String>()
            val view = WriteBehindStore(store, pendingWrites, clock) { warnings += it }

            fun token(
                name: String,
                life: Duration = 10.minutes,
            ) = Token(name) {
                expiresAt = clock.now() + life
                refreshToken = "r-$name"
                refreshExpiresAt = clock.now() + 60.minutes
            }

            /** The store has "old", and memory has "new". */
            suspend fun divided(): Token {
                val old = token("old", 5.minutes)
                store.disk.put(key, old)
                store.isWritable = false
                return token("new").also { view.put(key, it, replaced = old) }
            }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        scripted("a key is listed once, with the token that counts") { bench ->
            val new = bench.divided()
            bench.store.disk.put(other, bench.token("other"))
            bench.view.keys() shouldBe setOf(key, other)
            bench.view.entries().map { it.key to it.expiresAt } shouldContainExactlyInAnyOrder
                listOf(key to new.expiresAt, other to bench.token("other").expiresAt)
            bench.view.get(key) shouldBe new
        }

        scripted("while one token is in memory, those of other keys are the store's") { bench ->
            bench.divided()
            bench.store.disk.put(other, bench.token("other"))
            bench.view.get(other) shouldBe bench.token("other")
            bench.store.isReadable = false
            shouldThrow<StoreException> { bench.view.get(other) }
            bench.view.get(key)?.accessToken shouldBe "new"
        }

        scripted(
            "a token that another program has stored since is returned at once, and the one in memory is forgotten",
        ) { bench ->
            bench.divided()
            val sibling = bench.token("sibling")
            bench.store.disk.put(key, sibling)
            bench.view.get(key) shouldBe sibling
            bench.pendingWrites.isEmpty shouldBe true
        }

        scripted(
            "a token that another program has stored since is not overwritten late, and the one in memory is forgotten",
        ) { bench ->
            bench.divided()
            val sibling = bench.token("sibling")
            bench.store.disk.put(key, sibling)
            bench.store.isWritable = true
            advanceTimeBy(30.seconds)
            bench.view.writePending(key)
            bench.store.disk.get(key) shouldBe sibling
            bench.pendingWrites.isEmpty shouldBe true
        }

        scripted("a token that has gone stale in memory is neither listed nor handed out") { bench ->
            bench.store.isWritable = false
            bench.view.put(key, Token("brief") { expiresAt = bench.clock.now() + 40.seconds })
            bench.view.keys() shouldBe setOf(key)
            advanceTimeBy(40.seconds)
            bench.view.get(key).shouldBeNull()
            bench.view.keys().shouldBeEmpty()
            bench.view.entries().shouldBeEmpty()
        }

        scripted("removing the token in memory removes the older one in the store with it") { bench ->
            val new = bench.divided()
            bench.store.isWritable = true
            bench.view.remove(key, bench.token("old", 5.minutes)) shouldBe false
            bench.view.get(key) shouldBe new
            bench.view.remove(key, new) shouldBe true
            bench.store.disk.get(key).shouldBeNull()
            bench.view.get(key).shouldBeNull()
            bench.pendingWrites.isEmpty shouldBe true
        }

        scripted("removing the token in memory leaves what another program has stored since") { bench ->
            val new = bench.divided()
            bench.store.isWritable = true
            val sibling = bench.token("sibling")
            bench.store.disk.put(key, sibling)
            bench.view.remove(key, new) shouldBe false
            bench.store.disk.get(key) shouldBe sibling
            bench.view.remove(key, sibling) shouldBe true
            bench.store.disk.get(key).shouldBeNull()
        }

        scripted("removing a key removes both") { bench ->
            bench.divided()
            bench.store.isWritable = true
            bench.view.remove(key) shouldBe true
            bench.store.disk.get(key).shouldBeNull()
            bench.view.get(key).shouldBeNull()
        }

        scripted("replacing the token in memory writes the new one, once the store works") { bench ->
            val new = bench.divided()
            bench.store.isWritable = true
            bench.view.replace(key, bench.token("old", 5.minutes), bench.token("newest")) shouldBe false
            bench.store.disk.get(key) shouldBe bench.token("old", 5.minutes)
            bench.view.replace(key, new, bench.token("newest")) shouldBe true
            bench.store.disk.get(key) shouldBe bench.token("newest")
            bench.pendingWrites.isEmpty shouldBe true
        }

        scripted("with nothing in memory the store alone says what is replaced and removed") { bench ->
            bench.store.disk.put(key, bench.token("stored"))
            bench.view.replace(key, bench.token("another"), bench.token("new")) shouldBe false
            bench.view.replace(key, bench.token("stored"), bench.token("new")) shouldBe true
            bench.store.disk.get(key) shouldBe bench.token("new")
            bench.view.remove(key, bench.token("stored")) shouldBe false
            bench.view.remove(key, bench.token("new")) shouldBe true
            bench.store.disk.get(key).shouldBeNull()
        }

        scripted("a failure under the lock is not tried again without it: a refresh token could be sent twice") { bench ->
            bench.divided()
            var runs = 0
            shouldThrow<TransportException> {
                bench.view.withLock(key) {
                    runs++
                    throw TransportException(Fault.TIMEOUT, "No response.")
                }
            }
            runs shouldBe 1
        }

        test("the work under a lock is done, though the lock cannot be released") {
            runTest {
                val kept = InMemoryTokenStore(virtualClock())
                val store =
                    object : TokenStore by kept {
                        override suspend fun <T> withLock(
                            key: TokenKey,
                            action: suspend () -> T,
                        ): T = kept.withLock(key, action).let { throw StoreException("It is gone.") }
                    }
                val warnings = mutableListOf<String>()
                val view = WriteBehindStore(store, PendingWrites(), virtualClock()) { warnings += it }
                view.withLock(key) { 7 } shouldBe 7
                warnings.single() shouldContain "It is gone."
            }
        }

        scripted("without a lock to be had, the token in memory is used by one at a time, and no other token is") { bench ->
            bench.divided()
            bench.store.isLockable = false
            var inside = 0
            repeat(3) {
                launch {
                    bench.view.withLock(key) {
                        ++inside shouldBe 1
                        delay(1.seconds)
                        inside--
                    }
                }
            }
            advanceTimeBy(4.seconds)
            currentTime shouldBe 4_000
            inside shouldBe 0
            shouldThrow<StoreException> { bench.view.withLock(other) { error("not reached") } }
            bench.store.disk.put(key, bench.token("sibling"))
            shouldThrow<StoreException> { bench.view.withLock(key) { error("not reached") } }
        }

        scripted("a caller waits a second at the most for a store that takes its time with a token in memory") { bench ->
            bench.divided()
            bench.store.isWritable = true
            bench.store.afterGet = { delay(1.minutes) }
            advanceTimeBy(30.seconds)
            val before = currentTime
            bench.view.writePending(key)
            currentTime - before shouldBe 1_000
            bench.view.put(other, bench.token("other"))
            currentTime - before shouldBe 2_000
            bench.store.disk.get(other)?.accessToken shouldBe "other"
            bench.store.afterGet = {}
            bench.view.get(key)?.accessToken shouldBe "new"
        }

        scripted("while one caller writes a token in memory, others do not wait for it") { bench ->
            bench.divided()
            bench.store.isWritable = true
            bench.store.afterGet = { delay(500) }
            advanceTimeBy(30.seconds)
            val writing = launch { bench.view.writePending(key) }
            runCurrent()
            val before = currentTime
            bench.view.writePending(key)
            currentTime shouldBe before
            writing.join()
            bench.store.disk.get(key)?.accessToken shouldBe "new"
            bench.pendingWrites.isEmpty shouldBe true
        }

        for (isWritable in listOf(true, false)) {
            val outcome = if (isWritable) "written" else "tried in vain"
            scripted("a token whose write was $outcome gives its turn back") { bench ->
                bench.divided()
                bench.store.isWritable = isWritable
                bench.pendingWrites.isEmpty shouldBe false
                PendingWriteRetries(
                    ExceptionTranslatingStore(bench.store),
                    bench.store.identity,
                    bench.pendingWrites,
                    bench.clock,
                ).writeAllPending()
                bench.pendingWrites.isEmpty shouldBe isWritable
                bench.store.isWritable = false
                bench.view.put(key, bench.token("newest"))
                withTimeout(1.minutes) { bench.view.withLock(key) { bench.view.get(key)?.accessToken } } shouldBe "newest"
            }
        }

        scripted("a token whose turn another has is passed over, and the next one is written") { bench ->
            bench.divided()
            bench.view.put(other, bench.token("other"))
            bench.store.isWritable = true
            val storeKey = Prompts.StoreKey(bench.store.identity, key)
            val refreshing = launch { bench.pendingWrites.locks.withLock(storeKey) { awaitCancellation() } }
            runCurrent()
            bench.view.put(TokenKey.of("https://third.example"), bench.token("third"))
            bench.store.disk.get(other)?.accessToken shouldBe "other"
            bench.store.disk.get(key) shouldBe bench.token("old", 5.minutes)
            refreshing.cancel()
            runCurrent()
            bench.view.put(TokenKey.of("https://third.example"), bench.token("third"))
            bench.store.disk.get(key)?.accessToken shouldBe "new"
            bench.pendingWrites.isEmpty shouldBe true
        }
    })
