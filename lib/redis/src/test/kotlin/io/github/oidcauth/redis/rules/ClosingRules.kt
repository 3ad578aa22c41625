package io.github.oidcauth.redis.rules

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.LossyProxy
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.TestRedis
import io.github.oidcauth.redis.WhenUnreachable
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

/** A store that is closed during calls and under held locks. */
internal abstract class ClosingRules(
    open: () -> TestRedis,
) : FunSpec() {
    private val server = lazy(open)
    private val key = TokenKey.of("https://h")
    private val another = TokenKey.of("https://another")

    private fun store(
        url: String = server.value.url,
        configure: RedisTokenStore.Builder.() -> Unit = {},
    ) = RedisTokenStore(url) {
        timeout = 20.seconds
        notices = StoreNotices { }
        closeTimeout = 1.minutes
        configure()
    }

    /** A caller that holds the lock of [key] until the test tells it to write its token. */
    private class Holder(
        scope: CoroutineScope,
        store: RedisTokenStore,
        key: TokenKey,
    ) {
        val isInside = CompletableDeferred<Unit>()
        val goOn = CompletableDeferred<Unit>()
        val work: Deferred<Result<Unit>> =
            scope.async(Dispatchers.Default) {
                store.withLock(key) {
                    isInside.complete(Unit)
                    goOn.await()
                    try {
                        store.put(key, Token("bought"))
                        Result.success(Unit)
                    } catch (e: StoreException) {
                        Result.failure(e)
                    }
                }
            }
    }

    private suspend fun holding(
        store: RedisTokenStore,
        body: suspend CoroutineScope.(Holder) -> Unit,
    ): Unit =
        coroutineScope {
            val holder = Holder(this, store, key)
            holder.isInside.await()
            try {
                body(holder)
            } finally {
                holder.goOn.complete(Unit)
            }
        }

    private fun exists(what: String) = server.value.command("EXISTS oidc-auth:$what:{https://h}") == ":1"

    private fun closing(store: RedisTokenStore) = thread { store.close() }

    /** All calls of a caller that holds no lock. */
    private suspend fun refusesAll(store: RedisTokenStore) {
        listOf<suspend () -> Any?>(
            { store.get(another) },
            { store.put(another, Token("a")) },
            { store.remove(another) },
            { store.remove(another, null) },
            { store.replace(another, Token("a"), Token("b")) },
            { store.keys() },
            { store.entries() },
            { store.clear() },
            { store.removeUnreadable() },
            { store.withLock(another) { error("inside") } },
        ).forEach { shouldThrow<StoreException> { it() }.message shouldContain "is closed" }
    }

    /** New work is refused, so it is closing. */
    private suspend fun awaitClosing(store: RedisTokenStore): Unit =
        eventually(20.seconds) { shouldThrow<StoreException> { store.get(another) }.message shouldContain "is closed" }

    init {
        beforeEach { server.value.command("FLUSHALL") }
        afterSpec { if (server.isInitialized()) server.value.close() }

        test(
            "the holder of a lock writes its token, then the store is closed; others are refused at once",
        ) {
            val store = store()
            store.get(key)
            holding(store) { holder ->
                val closing = closing(store)
                awaitClosing(store)
                refusesAll(store)
                closing.isAlive shouldBe true
                exists("lease") shouldBe true
                holder.goOn.complete(Unit)
                holder.work.await().isSuccess shouldBe true
                closing.join()
            }
            exists("lease") shouldBe false
            refusesAll(store)
            store().use { it.get(key) shouldBe Token("bought") }
        }

        test("a holder may read, and take the lock of another key, while the store closes") {
            val store = store()
            store.put(key, Token("before"))
            coroutineScope {
                val inside = CompletableDeferred<Unit>()
                val goOn = CompletableDeferred<Unit>()
                val work =
                    async(Dispatchers.Default) {
                        store.withLock(key) {
                            inside.complete(Unit)
                            goOn.await()
                            store.withLock(another) { store.put(another, checkNotNull(store.get(key))) }
                        }
                    }
                inside.await()
                val closing = closing(store)
                awaitClosing(store)
                goOn.complete(Unit)
                work.await()
                closing.join()
            }
            store().use { it.get(another) shouldBe Token("before") }
        }

        test("a holder that does not end is waited for as long as is set, and its lock is free after that") {
            val store = store { closeTimeout = 300.milliseconds }
            store.get(key)
            holding(store) { holder ->
                val time = measureTime { closing(store).join() }
                time shouldBeGreaterThanOrEqualTo 300.milliseconds
                time shouldBeLessThan 30.seconds
                exists("lease") shouldBe false
                store().use { other -> other.withLock(key) { other.put(key, Token("newer")) } }
                holder.goOn.complete(Unit)
                holder.work.await().exceptionOrNull()?.message.orEmpty() shouldContain "is closed"
            }
            store().use { it.get(key) shouldBe Token("newer") }
        }

        test("a lock that is waited for is not taken any more") {
            val (first, second) = store() to store { lockTimeout = 2.minutes }
            second.get(key)
            coroutineScope {
                val inside = CompletableDeferred<Unit>()
                val holding =
                    launch(Dispatchers.Default) {
                        first.withLock(key) {
                            inside.complete(Unit)
                            awaitCancellation()
                        }
                    }
                inside.await()
                val before = server.value.commands
                val waiting = async(Dispatchers.Default) { runCatchingStore { second.withLock(key) { error("inside") } } }
                eventually(20.seconds) { (server.value.commands > before + 2) shouldBe true }
                measureTime { closing(second).join() } shouldBeLessThan 30.seconds
                waiting.await()?.message.orEmpty() shouldContain "is closed"
                exists("lease") shouldBe true
                holding.cancelAndJoin()
            }
            first.close()
            exists("lease") shouldBe false
        }

        test("closing is done at once when nobody is inside, and again does nothing") {
            val store = store { closeTimeout = 10.minutes }
            store.withLock(key) { store.put(key, Token("a")) }
            measureTime { store.close() } shouldBeLessThan 30.seconds
            store.close()
            exists("lease") shouldBe false
        }

        test("a thread that is interrupted while closing stops waiting, and stays interrupted") {
            val store = store { closeTimeout = 10.minutes }
            store.get(key)
            holding(store) {
                var isInterrupted = false
                val closing =
                    thread {
                        store.close()
                        isInterrupted = Thread.currentThread().isInterrupted
                    }
                awaitClosing(store)
                closing.interrupt()
                closing.join()
                isInterrupted shouldBe true
            }
        }

        test("a token in memory is written when the store is closed, if Redis responds by then") {
            LossyProxy(server.value.port).use { proxy ->
                val store =
                    store(proxy.url) {
                        timeout = 1.seconds
                        whenUnreachable = WhenUnreachable.USE_MEMORY
                    }
                store.get(key).shouldBeNull()
                proxy.cut()
                store.put(key, Token("login"))
                proxy.restore()
                store.close()
            }
            store().use { it.get(key) shouldBe Token("login") }
        }
    }

    private suspend fun runCatchingStore(action: suspend () -> Unit): StoreException? =
        try {
            action()
            null
        } catch (e: StoreException) {
            e
        }
}
