package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.TokenStore
import io.github.oidcauth.UnreadableTokenException
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A refresh token that the server has issued is kept, however a store, or what else a program has written, fails. */
@OptIn(ExperimentalCoroutinesApi::class)
class FailureOfStoresTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        /** Fails in the calls that are named, with what [fail] throws. */
        class Failing(
            val kept: InMemoryTokenStore,
        ) : TokenStore by kept {
            var inPut: (suspend () -> Nothing)? = null
            var inGet: (suspend () -> Nothing)? = null
            var inLock: (suspend () -> Nothing)? = null
            var afterLock: (suspend () -> Nothing)? = null
            var inEntries: (suspend () -> Nothing)? = null

            override suspend fun get(key: TokenKey): Token? = inGet?.invoke() ?: kept.get(key)

            override suspend fun put(
                key: TokenKey,
                token: Token,
            ) = inPut?.invoke() ?: kept.put(key, token)

            override suspend fun entries() = inEntries?.invoke() ?: kept.entries()

            override suspend fun <T> withLock(
                key: TokenKey,
                action: suspend () -> T,
            ): T {
                inLock?.invoke()
                return kept.withLock(key, action).also { afterLock?.invoke() }
            }
        }

        class Bench(
            scope: TestScope,
            listener: TokenListener? = null,
            warn: (String) -> Unit = {},
        ) {
            val clock = scope.virtualClock()
            val store = Failing(InMemoryTokenStore(clock))
            val server = FakeLoginServer(clock)
            val warnings = mutableListOf<String>()
            var logins = 0
            private val telling: suspend (String) -> Unit = {
                warnings += it
                warn(it)
            }
            val acquirer =
                scope.tokenAcquirer(key, store, server, clock, listener = listener, warn = telling)

            suspend fun obtain(force: Boolean = false): Token =
                acquirer.obtain(force) {
                    logins++
                    server.issue()
                }

            suspend fun expired(life: Duration = Duration.ZERO) =
                store.kept.put(
                    key,
                    Token("a") {
                        expiresAt = clock.now() + life
                        refreshToken = "r-a"
                    },
                )
        }

        val kinds =
            mapOf<String, suspend () -> Nothing>(
                "a closed store" to { error("closed") },
                "an error of its own kind" to { throw UnsupportedOperationException("no") },
                "a key that is not at hand" to { throw UnreadableTokenException("locked") },
                "a scope of its own that was cancelled" to { throw CancellationException("closed") },
                "a time limit of its own" to { withTimeout(10) { awaitCancellation() } },
            )

        for ((kind, fail) in kinds) {
            test("$kind in the write after a refresh, or a login, takes nothing: the process goes on with the new token") {
                runTest {
                    val bench = Bench(this)
                    bench.expired()
                    bench.store.inPut = fail
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.acquirer.refresh().accessToken shouldBe "access-2"
                    bench.server.received shouldBe listOf("r-a", "refresh-1")
                    bench.obtain(force = true).accessToken shouldBe "access-3"
                    bench.obtain().accessToken shouldBe "access-3"
                    bench.warnings.single() shouldContain "kept in memory"
                }
            }

            test("$kind elsewhere is an error of the store, or costs nothing while the token is valid") {
                runTest {
                    val bench = Bench(this)
                    bench.expired(life = 30.seconds)
                    bench.store.inLock = fail
                    bench.obtain().accessToken shouldBe "a"
                    bench.expired()
                    for (call in listOf<suspend () -> Any?>({
                        bench.obtain()
                    }, { bench.acquirer.refresh() }, { bench.acquirer.refresh("r") })) {
                        shouldThrow<AuthException> { call() }
                    }
                    bench.store.inLock = null
                    bench.store.inGet = fail
                    for (call in listOf<suspend () -> Any?>({
                        bench.obtain()
                    }, { bench.acquirer.refresh() }, { bench.acquirer.getStored() })) {
                        shouldThrow<AuthException> { call() }
                    }
                    bench.store.inGet = null
                    bench.store.kept.put(key, Token("brief") { expiresAt = bench.clock.now() + 50.seconds })
                    bench.store.inEntries = fail
                    shouldThrow<AuthException> { bench.obtain() }
                    bench.server.received.shouldBeEmpty()
                    bench.logins shouldBe 0
                }
            }

            test("$kind while the lock is given back takes nothing from the refresh, and is told") {
                runTest {
                    val bench = Bench(this)
                    bench.expired()
                    bench.store.afterLock = fail
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.acquirer.refresh().accessToken shouldBe "access-2"
                    bench.warnings shouldHaveSize 2
                    bench.warnings.first() shouldContain "lock"
                }
            }
        }

        test("a virtual machine in trouble is not the store's failure, but the token is in memory") {
            runTest {
                val bench = Bench(this)
                bench.expired()
                bench.store.inPut = { TODO() }
                shouldThrow<NotImplementedError> { bench.obtain() }
                bench.store.inPut = null
                bench.obtain().accessToken shouldBe "access-1"
                bench.server.received shouldBe listOf("r-a")
            }
        }

        test("a program whose listener and whose warnings fail has its token all the same") {
            val listener =
                object : TokenListener {
                    override fun tokensObtained(
                        key: TokenKey,
                        token: Token,
                    ): Unit = error("no")

                    override fun refreshTokenRotated(
                        key: TokenKey,
                        old: Token?,
                        new: Token,
                    ): Unit = throw CancellationException("no")
                }
            for (thrown in listOf(IllegalStateException("no"), CancellationException("no"))) {
                withClue(thrown) {
                    runTest {
                        val bench = Bench(this, listener) { throw thrown }
                        bench.expired()
                        bench.store.inPut = { error("closed") }
                        bench.obtain().accessToken shouldBe "access-1"
                        bench.store.kept.get(key)?.accessToken shouldBe "a"
                        bench.store.inPut = null
                        bench.store.afterLock = { throw StoreException("no") }
                        testScheduler.advanceTimeBy(10.minutes)
                        bench.obtain().accessToken shouldBe "access-2"
                        bench.store.kept.get(key)?.refreshToken shouldBe "refresh-2"
                    }
                }
            }
        }

        context("a token that is removed while it is written late stays removed") {
            class Racing(
                scope: TestScope,
            ) {
                val clock = scope.virtualClock()
                val kept = InMemoryTokenStore(clock)
                val pendingWrites = PendingWrites()
                var meanwhile: suspend () -> Unit = {}
                var isWritable = false
                val store =
                    object : TokenStore by kept {
                        override suspend fun put(
                            key: TokenKey,
                            token: Token,
                        ) {
                            if (!isWritable) error("no")
                            meanwhile()
                            kept.put(key, token)
                        }

                        override suspend fun replace(
                            key: TokenKey,
                            seen: Token,
                            token: Token,
                        ): Boolean {
                            meanwhile()
                            return kept.replace(key, seen, token)
                        }
                    }
                val view = WriteBehindStore(store, pendingWrites, clock) {}

                suspend fun late(scope: TestScope) {
                    view.put(key, Token("late") { refreshToken = "r" })
                    isWritable = true
                    scope.testScheduler.advanceTimeBy(30.seconds)
                    view.writePending(key)
                }
            }

            val removals =
                mapOf<String, suspend (Racing) -> Unit>(
                    "removing it" to { it.view.remove(key) },
                    "removing what was seen" to { bench -> bench.view.remove(key, bench.view.get(key)) },
                    "clearing" to { it.view.clear() },
                )
            for ((removal, remove) in removals) {
                test(removal) {
                    runTest {
                        val bench = Racing(this)
                        bench.meanwhile = { remove(bench) }
                        bench.late(this)
                        bench.kept.get(key).shouldBeNull()
                        bench.view.get(key).shouldBeNull()
                    }
                }
            }

            test("one that is only read meanwhile is written, and a newer one takes its place") {
                runTest {
                    val bench = Racing(this)
                    bench.meanwhile = { bench.view.get(key)?.accessToken shouldBe "late" }
                    bench.late(this)
                    bench.kept.get(key)?.accessToken shouldBe "late"
                    bench.pendingWrites.isEmpty shouldBe true
                }
                runTest {
                    val bench = Racing(this)
                    bench.meanwhile = {
                        bench.meanwhile = {}
                        bench.isWritable = false
                        bench.view.put(key, Token("newer") { refreshToken = "r2" })
                        bench.isWritable = true
                    }
                    bench.late(this)
                    bench.kept.get(key)?.accessToken shouldBe "newer"
                    bench.pendingWrites.isEmpty shouldBe true
                }
            }
        }
    })
