// Tests LeaseManager and RedisConnector.
package io.github.oidcauth.redis.server

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.WhenUnreachable
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant
import kotlin.time.measureTime

/** A Redis that is killed, restarted or stopped in the middle. */
class OutageTest : FunSpec() {
    private val server = lazy { RedisServer() }
    private val stores = mutableListOf<RedisTokenStore>()
    private val told = CopyOnWriteArrayList<String>()
    private val key = TokenKey.of("https://h")

    /** A store keeps whole seconds. */
    private val now = Instant.fromEpochSeconds(Clock.System.now().epochSeconds)
    private val token = Token("access") { expiresAt = now + 1.hours }
    private val later = Token("later") { expiresAt = now + 2.hours }

    /** Has the time that a busy machine needs. */
    private fun store(configure: RedisTokenStore.Builder.() -> Unit = {}) =
        RedisTokenStore(server.value.url) {
            timeout = 20.seconds
            notices = StoreNotices { told += it }
            configure()
        }.also { stores += it }

    /** Gives up soon, and knows [token], which is in Redis. */
    private suspend fun hasty(
        choice: WhenUnreachable = WhenUnreachable.FAIL,
        kept: Token = token,
    ): RedisTokenStore {
        store().put(key, kept)
        val hasty =
            store {
                timeout = 500.milliseconds
                whenUnreachable = choice
            }
        eventually(20.seconds) { hasty.get(key) shouldBe kept }
        return hasty
    }

    private suspend fun withMemory(kept: Token = token) = hasty(WhenUnreachable.USE_MEMORY, kept)

    private suspend fun whileDead(action: suspend () -> Unit) {
        server.value.kill()
        try {
            action()
        } finally {
            server.value.start()
        }
    }

    private suspend fun whilePaused(action: suspend () -> Unit) {
        server.value.pause()
        try {
            action()
        } finally {
            server.value.resume()
        }
    }

    /** Twice the time that is set, for a machine that is busy. */
    private suspend fun failsInTime(call: suspend () -> Any?): StoreException {
        var error: StoreException? = null
        measureTime { error = shouldThrow<StoreException> { call() } } shouldBeLessThan 2.seconds
        return checkNotNull(error)
    }

    init {
        requiresRedisServer()
        beforeEach {
            server.value.command("FLUSHALL")
            told.clear()
        }
        afterSpec {
            stores.forEach { it.close() }
            if (server.isInitialized()) server.value.close()
        }

        test("a restart between two calls is not noticed") {
            val store = store()
            store.put(key, token)
            whileDead { }
            store.get(key) shouldBe token
            store.withLock(key) { "inside" } shouldBe "inside"
        }

        test("a restart within a call is waited for") {
            val store = store()
            store.put(key, token)
            coroutineScope {
                server.value.kill()
                val reading = async { store.get(key) }
                val writing = async { store.withLock(key) { store.put(key, later) } }
                server.value.start()
                reading.await()
                writing.await()
            }
            store.get(key) shouldBe later
        }

        test("a token that was bought while Redis restarted is written by who holds the lock") {
            val store = store()
            store.withLock(key) {
                whileDead { }
                store.put(key, token)
            }
            store().get(key) shouldBe token
        }

        test("a lock is held through a restart that has lost all data") {
            val holder = store { lease = 600.milliseconds }
            val other = store { lockTimeout = 2.seconds }
            holder.withLock(key) {
                server.value.command("FLUSHALL")
                eventually(20.seconds) { server.value.command("EXISTS oidc-auth:lease:{https://h}") shouldBe ":1" }
                shouldThrow<StoreException> { other.withLock(key) { error("inside") } }
                holder.put(key, token)
            }
            other.get(key) shouldBe token
        }

        test("a claim from before all data was lost is older than any after it") {
            val (holder, other) = store() to store()
            holder.withLock(key) {
                server.value.command("FLUSHALL")
                other.withLock(key) { other.put(key, later) }
                shouldThrow<StoreException> { holder.put(key, token) }
            }
            other.get(key) shouldBe later
        }

        test("a dead Redis is an error within the time that is set, for every call") {
            val store = hasty()
            whileDead {
                failsInTime { store.get(key) }.message shouldContain "has not responded within 500ms"
                failsInTime { store.put(key, token) }
                failsInTime { store.remove(key) }
                failsInTime { store.entries() }
                failsInTime { store.clear() }
                failsInTime { store.withLock(key) { error("inside") } }
            }
            eventually(20.seconds) { store.get(key) shouldBe token }
        }

        test("a Redis that accepts and does not respond is an error within the time that is set, too") {
            val store = hasty()
            val another = hasty()
            whilePaused {
                failsInTime { store.get(key) }
                failsInTime { store.withLock(key) { error("inside") } }
                failsInTime { another.remove(key) }
            }
            eventually(20.seconds) { store.entries() }
            eventually(20.seconds) { store.withLock(key) { "inside" } shouldBe "inside" }
        }

        test("a Redis that was told to pause is an error within the time, and responses afterwards") {
            val store = hasty()
            server.value.command("CLIENT PAUSE 1500") shouldBe "+OK"
            failsInTime { store.get(key) }
            eventually(20.seconds) { store.get(key) shouldBe token }
        }

        test("with memory, a valid token is handed out while Redis is dead, and Redis is left alone for a while") {
            val store = withMemory()
            whileDead {
                store.get(key) shouldBe token
                measureTime { repeat(100) { store.get(key) shouldBe token } } shouldBeLessThan 2.seconds
                failsInTime { store.get(TokenKey.of("https://unknown")) }
                failsInTime { store.withLock(key) { error("inside") } }
            }
        }

        test("with memory, an expired token is not handed out, though its refresh token is good") {
            val expired =
                Token("expired") {
                    expiresAt = now - 1.seconds
                    refreshToken = "refresh"
                }
            val store = withMemory(expired)
            whileDead { failsInTime { store.get(key) } }
        }

        test("with memory, a token that could not be written is written when Redis is back, and told of") {
            val store = withMemory()
            told.clear()
            eventually(20.seconds) {
                store.withLock(key) {
                    whileDead {
                        store.put(key, later)
                        store.get(key) shouldBe later
                    }
                }
            }
            told shouldHaveSize 1
            told.single() shouldContain "kept in the memory of this process"
            val other = store()
            eventually(20.seconds) { other.get(key) shouldBe later }
        }

        test("with memory, a token that could not be written gives way to a newer one in Redis") {
            val (store, other) = withMemory() to store()
            eventually(20.seconds) {
                store.withLock(key) {
                    server.value.command("DEL oidc-auth:lease:{https://h}")
                    whilePaused { store.put(key, token) }
                    // It may have come through after all, as Redis was only slow; then it is older.
                    other.withLock(key) { other.put(key, later) }
                }
            }
            eventually(20.seconds) { store.get(key)?.accessToken shouldBe "later" }
            other.get(key) shouldBe later
        }
    }
}
