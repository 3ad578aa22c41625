package io.github.oidcauth.java

import io.github.oidcauth.HeldLock
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.launch
import java.io.IOException
import java.sql.SQLException
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch

/** A store that extends [JavaTokenStore], with a record of the locks. */
private open class MapStore : JavaTokenStore() {
    private val tokens = ConcurrentHashMap<TokenKey, Token>()
    val events = CopyOnWriteArrayList<String>()

    override fun load(key: TokenKey): Token? = tokens[key]

    override fun save(key: TokenKey, token: Token) {
        tokens[key] = token
    }

    override fun delete(key: TokenKey): Boolean = tokens.remove(key) != null

    override fun list(): Set<TokenKey> = tokens.keys

    override fun deleteAll() = tokens.clear()

    override fun lock(key: TokenKey): AutoCloseable {
        events += "locked"
        return AutoCloseable { events += "unlocked" }
    }
}

class JavaTokenStoreTest :
    FunSpec({
        val key = TokenKey.of("https://h.example")

        test("the lock is held while the action runs, and given back when it fails") {
            val store = MapStore()
            shouldThrow<IllegalStateException> {
                store.withLock(key) {
                    store.events += "action"
                    error("no")
                }
            }
            store.events shouldContainExactly listOf("locked", "action", "unlocked")
        }

        test("a lock that another process can take over is asked before a refresh token is sent") {
            var isHeld: () -> Boolean = { true }
            val store =
                object : MapStore() {
                    override fun lock(key: TokenKey): AutoCloseable =
                        object : JavaHeldLock {
                            override fun isHeld(): Boolean = isHeld()

                            override fun close() = Unit
                        }
                }
            store.withLock(key) {
                val lock = currentCoroutineContext()[HeldLock].shouldNotBeNull()
                lock.tokenKey shouldBe key
                lock.isHeld() shouldBe true
                isHeld = { false }
                lock.isHeld() shouldBe false
                isHeld = { throw IOException("no route to the database") }
                lock.isHeld() shouldBe true
            }
            MapStore().withLock(key) { currentCoroutineContext()[HeldLock] } shouldBe null
        }

        test("whatever an implementation throws is a failure of the store, and its words are not repeated") {
            for (thrown in listOf(
                IllegalStateException("secret-a"),
                UnsupportedOperationException("secret-a"),
                SQLException("secret-a"),
            )) {
                val store =
                    object : MapStore() {
                        override fun load(key: TokenKey): Token? = throw thrown

                        override fun lock(key: TokenKey): AutoCloseable = AutoCloseable { throw thrown }
                    }
                val failures =
                    listOf(
                        shouldThrow<StoreException> { store.get(key) },
                        shouldThrow<StoreException> { store.withLock(key) { } },
                        shouldThrow<StoreException> { BlockingTokenStore(store).get(key) },
                    )
                failures.forEach {
                    it.message shouldBe "The token store failed (${thrown.javaClass.simpleName})."
                    it.cause shouldBe thrown
                }
            }
        }

        test("any store is guarded by BlockingTokenStore") {
            val closed =
                object : TokenStore by InMemoryTokenStore() {
                    override suspend fun get(key: TokenKey): Token? = error("closed")
                }
            shouldThrow<StoreException> { BlockingTokenStore(closed).get(key) }.message shouldContain "IllegalStateException"
        }

        test("a lock that was taken by a cancelled caller is given back, and the action never runs") {
            val taking = CompletableDeferred<Unit>()
            val store =
                object : MapStore() {
                    override fun lock(key: TokenKey): AutoCloseable {
                        taking.complete(Unit)
                        // Takes the lock all the same, like a driver that knows nothing of interrupts.
                        try {
                            CountDownLatch(1).await()
                        } catch (_: InterruptedException) {
                            return super.lock(key)
                        }
                        error("not reached")
                    }
                }
            coroutineScope {
                val waiting = launch { store.withLock(key) { store.events += "action" } }
                taking.await()
                waiting.cancelAndJoin()
            }
            store.events shouldContainExactly listOf("locked", "unlocked")
        }

        test("a call that waits is interrupted when its caller is cancelled") {
            val loading = CompletableDeferred<Unit>()
            val store =
                object : MapStore() {
                    override fun load(key: TokenKey): Token? {
                        loading.complete(Unit)
                        try {
                            CountDownLatch(1).await()
                        } catch (e: InterruptedException) {
                            events += "interrupted"
                            throw e
                        }
                        return null
                    }
                }
            coroutineScope {
                val caller = launch { store.get(key) }
                loading.await()
                caller.cancelAndJoin()
            }
            store.events shouldContainExactly listOf("interrupted")
        }

        test("an IOException becomes the store's exception, in one line") {
            val store =
                object : MapStore() {
                    override fun save(key: TokenKey, token: Token): Unit = throw IOException("no route\nto the database")
                }
            val error = shouldThrow<StoreException> { store.put(key, Token("access")) }
            error.message shouldBe "The token store failed: no route to the database"
            error.cause.shouldBeInstanceOf<IOException>()
        }

        test("a failed lock leaves the key free for the next") {
            val store =
                object : MapStore() {
                    override fun lock(key: TokenKey): AutoCloseable =
                        if (events.isEmpty()) throw IOException("no").also { events += "failed" } else super.lock(key)
                }
            shouldThrow<StoreException> { store.withLock(key) { "inside" } }
            store.withLock(key) { "inside" } shouldBe "inside"
        }
    })
