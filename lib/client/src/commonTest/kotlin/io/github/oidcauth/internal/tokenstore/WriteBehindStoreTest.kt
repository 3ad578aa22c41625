// Tests PendingWriteRetries.
package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.acquisition.FailingStore
import io.github.oidcauth.internal.acquisition.tokenAcquirer
import io.github.oidcauth.internal.acquisition.virtualClock
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.tokenstore.PendingWrites.PreviousState
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A process whose tokens cannot be written. */
@OptIn(ExperimentalCoroutinesApi::class)
class WriteBehindStoreTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")
        val other = TokenKey.forHost("https://other.example")

        class Bench(
            private val scope: TestScope,
        ) {
            val clock = scope.virtualClock()
            val store = FailingStore(InMemoryTokenStore(clock))
            val server = FakeLoginServer(clock)
            val warnings = mutableListOf<String>()
            val pendingWrites = PendingWrites(capacity = 3)
            var isUserPresent = true
            var logins = 0
            private val prompts = Prompts()

            fun acquirer(of: TokenKey = key) =
                scope.tokenAcquirer(
                    of,
                    store,
                    server,
                    clock,
                    prompts = prompts,
                    isPresent = { isUserPresent },
                    warn = { warnings += it },
                    pendingWrites = pendingWrites,
                )

            suspend fun obtain(
                force: Boolean = false,
                of: TokenKey = key,
            ): Token =
                acquirer(of).obtain(force) {
                    logins++
                    server.issue()
                }

            /** Returns the store as a program without a login sees it. */
            fun view() = WriteBehindStore(store, pendingWrites, clock) { warnings += it }

            fun token(
                name: String,
                life: Duration = 10.minutes,
            ) = Token(name) {
                expiresAt = clock.now() + life
                refreshToken = "r-$name"
                refreshExpiresAt = clock.now() + 1000.minutes
            }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        scripted("a login that cannot be stored is good for all calls to come, and that is said once") { bench ->
            bench.store.isWritable = false
            repeat(3) { bench.obtain().accessToken shouldBe "access-1" }
            bench.logins shouldBe 1
            bench.warnings.single() shouldContain "The disk is full."
            bench.warnings.single() shouldContain "kept in memory"
            bench.warnings.single() shouldNotContain "access-1"
        }

        scripted("a refresh that cannot be stored goes on with the new refresh token, and the old file stays") { bench ->
            val old = bench.token("old", 0.seconds)
            bench.store.disk.put(key, old)
            bench.store.isWritable = false
            bench.obtain().accessToken shouldBe "access-1"
            advanceTimeBy(10.minutes)
            bench.obtain().accessToken shouldBe "access-2"
            advanceTimeBy(10.minutes)
            bench.obtain().accessToken shouldBe "access-3"
            bench.server.received shouldBe listOf("r-old", "refresh-1", "refresh-2")
            bench.logins shouldBe 0
            bench.warnings shouldHaveSize 1
            bench.store.disk.get(key) shouldBe old
        }

        scripted(
            "a token in memory is refreshed without the lock of a store that has none to give, once for all who ask",
        ) { bench ->
            bench.store.isWritable = false
            bench.store.isLockable = false
            bench.obtain()
            advanceTimeBy(10.minutes)
            (1..20).map { async { bench.obtain() } }.awaitAll().toSet() shouldHaveSize 1
            bench.server.received shouldBe listOf("refresh-1")
            bench.acquirer().refresh().accessToken shouldBe "access-3"
        }

        scripted("a token in the store is not refreshed when the store cannot be locked, but a login works") { bench ->
            bench.store.disk.put(key, bench.token("old", 0.seconds))
            bench.store.isWritable = false
            bench.store.isLockable = false
            shouldThrow<StoreException> { bench.obtain() }.message shouldContain "lock"
            bench.server.received.shouldBeEmpty()
            bench.obtain(force = true).accessToken shouldBe "access-1"
            bench.obtain().accessToken shouldBe "access-1"
            bench.acquirer().getStored()?.accessToken shouldBe "access-1"
        }

        scripted("it is written after half a minute, when the store works again") { bench ->
            bench.store.isWritable = false
            bench.obtain()
            bench.store.isWritable = true
            advanceTimeBy(29.seconds)
            bench.obtain()
            bench.store.disk.get(key).shouldBeNull()
            advanceTimeBy(1.seconds)
            bench.obtain().accessToken shouldBe "access-1"
            bench.store.disk.get(key)?.accessToken shouldBe "access-1"
            bench.pendingWrites.isEmpty shouldBe true
        }

        scripted("a store that goes on failing is asked every half a minute, and says no more of it") { bench ->
            bench.store.isWritable = false
            bench.obtain()
            repeat(10) {
                advanceTimeBy(10.seconds)
                bench.obtain()
            }
            bench.store.puts shouldBe 4
            bench.warnings shouldHaveSize 1
        }

        scripted("it is written with the next token that is, and what fails after that is told again") { bench ->
            bench.store.isWritable = false
            bench.obtain()
            bench.store.isWritable = true
            bench.obtain(of = other).accessToken shouldBe "access-2"
            bench.store.disk.get(key)?.accessToken shouldBe "access-1"
            bench.store.disk.get(other)?.accessToken shouldBe "access-2"
            bench.pendingWrites.isEmpty shouldBe true
            bench.store.isWritable = false
            bench.obtain(force = true)
            bench.warnings shouldHaveSize 2
        }

        scripted("a token that another process has stored since takes precedence") { bench ->
            bench.store.disk.put(key, bench.token("old", 0.seconds))
            bench.store.isWritable = false
            bench.obtain().accessToken shouldBe "access-1"
            val newer = bench.token("sibling")
            bench.store.disk.put(key, newer)
            bench.obtain() shouldBe newer
            bench.pendingWrites.isEmpty shouldBe true
            bench.store.isWritable = true
            advanceTimeBy(1.minutes)
            bench.obtain()
            bench.store.disk.get(key) shouldBe newer
        }

        scripted("a token that another process has stored in an empty place takes precedence, also when it is written") { bench ->
            bench.store.isWritable = false
            bench.obtain()
            val newer = bench.token("sibling")
            bench.store.disk.put(key, newer)
            bench.store.isWritable = true
            bench.view().put(other, bench.token("other"))
            bench.store.disk.get(key) shouldBe newer
            bench.obtain() shouldBe newer
        }

        scripted("a token that another process stores at the moment of writing is not overwritten") { bench ->
            bench.store.disk.put(key, bench.token("old", 0.seconds))
            bench.store.isWritable = false
            bench.obtain()
            bench.store.isWritable = true
            val newer = bench.token("login")
            bench.store.afterGet = { if (it == key) bench.store.disk.put(key, newer) }
            bench.view().put(other, bench.token("other"))
            bench.store.disk.get(key) shouldBe newer
            bench.obtain() shouldBe newer
            bench.pendingWrites.isEmpty shouldBe true
        }

        scripted("of two tokens that a key has had in memory, the newer is written") { bench ->
            val third = TokenKey.forHost("https://third.example")
            bench.store.isWritable = false
            bench.view().put(key, bench.token("first"))
            bench.view().put(third, bench.token("spent"))
            bench.store.isWritable = true
            val fresh = PendingWrites.Entry(bench.token("fresh"), PreviousState.Known(null), bench.clock.now(), bench.clock.now())
            bench.store.afterGet =
                { if (it == key) bench.pendingWrites.keep(Prompts.StoreKey(bench.store.identity, third), fresh) }
            bench.view().put(other, bench.token("other"))
            bench.store.disk.get(third) shouldBe bench.token("fresh")
            bench.pendingWrites.isEmpty shouldBe true
        }

        scripted("a store that refuses to write because somebody else has written something newer is right") { bench ->
            bench.store.disk.put(key, bench.token("old", 0.seconds))
            val newer = bench.token("sibling")
            bench.store.isWritable = false
            val caller = async { bench.obtain() }
            runCurrent()
            bench.store.disk.put(key, newer)
            caller.await().accessToken shouldBe "access-1"
            bench.warnings.single() shouldNotContain "memory"
            bench.pendingWrites.isEmpty shouldBe true
            bench.obtain() shouldBe newer
        }

        scripted("a token that another process has removed is not restored") { bench ->
            bench.store.disk.put(key, bench.token("old", 0.seconds))
            bench.store.isWritable = false
            bench.obtain()
            bench.store.disk.remove(key)
            bench.isUserPresent = false
            shouldThrow<InteractionRequiredException> { bench.obtain() }
        }

        scripted("an entry that became stale, or lost its refresh token, was not removed and is not newer") { bench ->
            val old = bench.token("old", 45.seconds).newBuilder().also {
                it.refreshExpiresAt = bench.clock.now() + 2.minutes
            }.build()
            bench.store.disk.put(key, old)
            bench.store.isWritable = false
            bench.obtain()
            bench.store.disk.put(key, old.newBuilder().also { it.refreshToken = null }.build())
            bench.obtain().accessToken shouldBe "access-1"
            bench.store.disk.put(key, old)
            advanceTimeBy(5.minutes)
            bench.store.disk.get(key).shouldBeNull()
            bench.obtain().accessToken shouldBe "access-1"
        }

        scripted(
            "a store that cannot even be read any more is done without, and goes first again when it has something good",
        ) { bench ->
            bench.store.isReadable = false
            bench.store.isWritable = false
            bench.obtain(force = true)
            bench.obtain().accessToken shouldBe "access-1"
            bench.store.isReadable = true
            bench.store.disk.put(key, bench.token("expired", 0.seconds))
            bench.obtain().accessToken shouldBe "access-1"
            val good = bench.token("good")
            bench.store.disk.put(key, good)
            bench.obtain() shouldBe good
        }

        scripted(
            "a store that fails altogether in the middle of a refresh does not come back with the used refresh token",
        ) { bench ->
            bench.store.disk.put(key, bench.token("old", 50.seconds))
            val caller = async { bench.obtain() }
            runCurrent()
            bench.store.isReadable = false
            bench.store.isWritable = false
            caller.await().accessToken shouldBe "access-1"
            bench.store.isReadable = true
            bench.obtain().accessToken shouldBe "access-1"
            bench.store.isReadable = false
            bench.acquirer().refresh().accessToken shouldBe "access-2"
            bench.store.isReadable = true
            bench.obtain().accessToken shouldBe "access-2"
            bench.server.received shouldBe listOf("r-old", "refresh-1")
        }

        suspend fun Bench.refreshTwiceWithoutLock(
            scope: TestScope,
            meanwhile: suspend () -> Unit,
        ) {
            store.isWritable = false
            store.isLockable = false
            obtain()
            scope.advanceTimeBy(10.minutes)
            val caller = scope.async { obtain() }
            scope.runCurrent()
            store.isWritable = true
            store.isLockable = true
            meanwhile()
            obtain() shouldBe caller.await()
            server.received shouldBe listOf("refresh-1")
            store.disk.get(key)?.accessToken shouldBe "access-2"
            pendingWrites.isEmpty shouldBe true
        }

        scripted(
            "a token that is being refreshed without the lock is not written with another one, nor refreshed again",
        ) { bench ->
            bench.refreshTwiceWithoutLock(this) { bench.view().put(other, bench.token("other")) }
        }

        scripted(
            "a token that is being refreshed without the lock is not written after half a minute, nor refreshed again",
        ) { bench ->
            bench.server.latency = 40.seconds
            bench.refreshTwiceWithoutLock(this) { advanceTimeBy(31.seconds) }
        }

        scripted("a refresh token in memory that the server calls invalid is not tried again") { bench ->
            bench.store.isWritable = false
            bench.server.spend(bench.obtain())
            advanceTimeBy(9.minutes + 20.seconds)
            bench.isUserPresent = false
            repeat(3) { bench.obtain().accessToken shouldBe "access-1" }
            bench.server.received shouldBe listOf("refresh-1")
        }

        scripted("listing shows it, removing and clearing forget it, also when the store cannot do its part") { bench ->
            bench.store.disk.put(other, bench.token("other"))
            bench.store.isWritable = false
            bench.obtain()
            bench.view().keys() shouldContainExactlyInAnyOrder setOf(key, other)
            val entry = bench.view().entries().single { it.key == key }
            entry.storedAt shouldBe bench.clock.now()
            shouldThrow<StoreException> { bench.view().remove(key) }
            bench.view().get(key).shouldBeNull()

            bench.obtain()
            shouldThrow<StoreException> { bench.view().clear() }
            bench.view().keys() shouldBe setOf(other)

            bench.obtain()
            bench.store.isWritable = true
            bench.view().remove(key) shouldBe true
            bench.view().remove(key) shouldBe false

            bench.store.isWritable = false
            val seen = bench.obtain()
            bench.view().remove(key, bench.token("another")) shouldBe false
            bench.view().replace(key, bench.token("another"), bench.token("new")) shouldBe false
            bench.view().replace(key, seen, bench.token("new")) shouldBe true
            bench.view().get(key) shouldBe bench.token("new")
            bench.view().remove(key, bench.token("new")) shouldBe true
            bench.view().get(key).shouldBeNull()
        }

        scripted("no more tokens than there is room for are kept, the newest; stale ones make room") { bench ->
            bench.store.isWritable = false
            val view = bench.view()
            val keys = (1..5).map { TokenKey.of("https://$it") }
            keys.forEach { view.put(it, bench.token(it.value)) }
            view.keys() shouldBe keys.drop(2).toSet()
            view.put(TokenKey.of("brief"), Token("brief") { expiresAt = bench.clock.now() + 40.seconds })
            advanceTimeBy(20.seconds)
            view.put(keys[0], bench.token("again"))
            view.keys() shouldBe setOf(keys[0], keys[3], keys[4])
        }

        scripted("another store, or another key, has nothing of it") { bench ->
            bench.store.isWritable = false
            bench.obtain()
            val another = WriteBehindStore(bench.store.disk, bench.pendingWrites, bench.clock) {}
            another.get(key).shouldBeNull()
            another.keys().shouldBeEmpty()
            bench.view().get(other).shouldBeNull()
        }
    })
