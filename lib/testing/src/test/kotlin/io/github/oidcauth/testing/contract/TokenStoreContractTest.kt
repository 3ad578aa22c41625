// Tests CheckRunner, EntryChecks, Expectations, KeyChecks, ListingChecks, LockChecks, PromptChecks, ReleaseChecks,
// SharingChecks, StalenessChecks and TokenStore.
package io.github.oidcauth.testing.contract

import io.github.oidcauth.TokenKey
import io.github.oidcauth.testing.SettableClock
import io.github.oidcauth.testing.TokenStoreCheck
import io.github.oidcauth.testing.TokenStoreContract
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeBlank
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

@OptIn(ExperimentalCoroutinesApi::class)
class TokenStoreContractTest :
    FunSpec({
        val plain = TokenStoreContract { clock -> PlainStore(clock) }
        val shared = plain.sharedBy { store, clock -> PlainStore(clock, store.shelf) }

        fun List<TokenStoreCheck>.named(name: String): TokenStoreCheck = single { it.name == name }

        context("a store that does everything well passes") {
            shared.checks.forEach { test(it.name) { shouldNotThrowAny { it.verify() } } }
        }

        context("a store is found out that") {
            brokenStores.forEach { broken ->
                test("${broken.fault}, by: ${broken.caughtBy}") {
                    val checks = TokenStoreContract { clock -> broken.create(clock) }.withTimeout(2.seconds).checks
                    shouldThrow<AssertionError> { checks.named(broken.caughtBy).verify() }.message.orEmpty().shouldNotBeBlank()
                }
            }
            brokenSiblings.forEach { broken ->
                test("${broken.fault}, by: ${broken.caughtBy}") {
                    val checks = plain.sharedBy { store, _ -> broken.open(store) }.withTimeout(2.seconds).checks
                    shouldThrow<AssertionError> { checks.named(broken.caughtBy).verify() }.message.orEmpty().shouldNotBeBlank()
                }
            }
        }

        test("every check has a fault that it finds") {
            val found = brokenStores.map { it.caughtBy } + brokenSiblings.map { it.caughtBy }
            shared.checks.map { it.name }.toSet() shouldBe found.toSet()
        }

        test("names are unique, and siblings add to the checks of one") {
            shared.checks.map { it.name }.shouldBeUnique()
            plain.checks.map { it.name }.toSet() - shared.checks.map { it.name }.toSet() shouldBe emptySet()
            plain.checks.size shouldBeLessThan shared.checks.size
            "${plain.checks.first()}" shouldBe plain.checks.first().name
        }

        test("a failure says what was expected and what was there, and the tokens are not in it") {
            val neverStale = brokenStores.first()
            val failure =
                shouldThrow<AssertionError> {
                    TokenStoreContract { neverStale.create(it) }.checks.named(neverStale.caughtBy).verify()
                }
            failure.message shouldContain
                "Expected no token to be handed out 30 seconds before its end, but there is one: Token(accessToken=██"
        }

        test("an unexpected exception of a store is a failure too, with its cause") {
            val checks = TokenStoreContract<PlainStore> { error("no database") }.checks
            val failure = shouldThrow<AssertionError> { checks.first().verify() }
            failure.message shouldContain "no database"
            generateSequence(failure.cause) { it.cause }.any { it is IllegalStateException }.shouldBeTrue()
        }

        test("a store that never responds fails when the patience is over, in virtual time too") {
            val silent =
                object : PlainStore(Clock.System) {
                    override suspend fun keys() = awaitCancellation()
                }
            runTest {
                val start = TimeSource.Monotonic.markNow()
                val checks = TokenStoreContract { silent }.withTimeout(1.seconds).checks
                shouldThrow<AssertionError> { checks.named("an empty store has nothing").verify() }.message shouldContain "1s"
                start.elapsedNow().inWholeMilliseconds shouldBeGreaterThan 900
                currentTime shouldBe 0
            }
        }

        test("each check has a store of its own, which is closed after it, whatever came of it") {
            val opened = AtomicInteger()
            val closed = AtomicInteger()

            class ClosingStore(clock: Clock, private val isBroken: Boolean) : PlainStore(clock), AutoCloseable {
                init {
                    opened.incrementAndGet()
                }

                override suspend fun clear() = if (isBroken) error("no") else super.clear()

                override fun close() {
                    closed.incrementAndGet()
                }
            }
            TokenStoreContract { ClosingStore(it, isBroken = false) }.checks.take(3).forEach { it.verify() }
            shouldThrow<AssertionError> { TokenStoreContract { ClosingStore(it, isBroken = true) }.checks.first().verify() }
            listOf(opened.get(), closed.get()) shouldBe listOf(4, 4)
        }

        test("cancelling a check ends it, and its store's own work") {
            val isInside = CompletableDeferred<Unit>()
            val isCancelled = AtomicBoolean()
            val endless =
                object : PlainStore(Clock.System) {
                    override suspend fun get(key: TokenKey) =
                        try {
                            isInside.complete(Unit)
                            awaitCancellation()
                        } finally {
                            isCancelled.set(true)
                        }
                }
            coroutineScope {
                val check = launch { TokenStoreContract { endless }.checks.first().verify() }
                isInside.await()
                check.cancelAndJoin()
            }
            isCancelled.get().shouldBeTrue()
        }

        test("a patience is more than zero") {
            shouldThrow<IllegalArgumentException> { plain.withTimeout(Duration.ZERO) }
        }

        test("a settable clock stands still until it is told otherwise") {
            val clock = SettableClock()
            clock.now() shouldBe SettableClock.DEFAULT_TIME
            clock += 69.seconds
            clock.advance(java.time.Duration.ofSeconds(-9))
            clock.now() shouldBe SettableClock.DEFAULT_TIME + 60.seconds
            clock.time = SettableClock.DEFAULT_TIME
            clock.now() shouldBe SettableClock.DEFAULT_TIME
        }
    })
