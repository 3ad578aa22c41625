// Tests MemoryFallback.
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
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** The tokens in the memory of a process that is disconnected from Redis, and their later writes. */
internal abstract class MemoryRules(
    open: () -> TestRedis,
) : FunSpec() {
    private class MovableClock : Clock {
        @Volatile var passed: Duration = Duration.ZERO
        private val start = Instant.fromEpochSeconds(Clock.System.now().epochSeconds)

        override fun now(): Instant = start + passed
    }

    private val server = lazy(open)
    private val proxy = lazy { LossyProxy(server.value.port) }
    private val stores = mutableListOf<RedisTokenStore>()
    private val told = CopyOnWriteArrayList<String>()
    private val key = TokenKey.of("https://h")
    private val clock = MovableClock()

    private fun token(
        name: String,
        lives: Duration = 10.hours,
    ) = Token(name) { expiresAt = clock.now() + lives }

    private fun cutOff() =
        RedisTokenStore
            .builder(proxy.value.url)
            .apply {
                timeout = 400.milliseconds
                whenUnreachable = WhenUnreachable.USE_MEMORY
                notices = StoreNotices { told += it }
            }.build(clock)
            .also { stores += it }

    private fun other() =
        RedisTokenStore
            .builder(server.value.url)
            .apply { timeout = 20.seconds }
            .build(clock)
            .also { stores += it }

    init {
        beforeEach {
            clock.passed = Duration.ZERO
            proxy.value.restore()
            server.value.command("FLUSHALL")
            told.clear()
        }
        afterEach {
            stores.forEach { it.close() }
            stores.clear()
        }
        afterSpec {
            if (proxy.isInitialized()) proxy.value.close()
            if (server.isInitialized()) server.value.close()
        }

        test("a login that could not be written is written when Redis is back") {
            val store = cutOff()
            proxy.value.cut()
            store.put(key, token("login"))
            told shouldHaveSize 1
            proxy.value.restore()
            val other = other()
            eventually(20.seconds) { other.get(key) shouldBe token("login") }
        }

        test("a token that has ended before it could be written removes nothing") {
            val (store, other) = cutOff() to other()
            proxy.value.cut()
            store.put(key, token("short", 1.hours))
            val newer = token("newer")
            other.put(key, newer)
            clock.passed = 2.hours
            eventually(20.seconds) { told.last() shouldContain "given up: it has ended" }
            proxy.value.restore()
            other.get(key) shouldBe newer
            eventually(20.seconds) { store.get(key) shouldBe newer }
        }

        test("a put that is cancelled is not made later") {
            val (store, other) = cutOff() to other()
            proxy.value.cut()
            coroutineScope {
                val putting = launch { store.put(key, token("cancelled")) }
                delay(50.milliseconds)
                putting.cancelAndJoin()
            }
            other.put(key, token("newer"))
            proxy.value.restore()
            eventually(20.seconds) { store.get(key) shouldBe token("newer") }
            other.get(key) shouldBe token("newer")
            told.shouldBeEmpty()
        }

        test("a token that is put after Redis is back is not replaced by an older one") {
            val (store, other) = cutOff() to other()
            repeat(5) {
                proxy.value.cut()
                store.put(key, token("before $it"))
                proxy.value.restore()
                eventually(20.seconds) { store.put(key, token("after $it")) }
                eventually(20.seconds) { other.get(key) shouldBe token("after $it") }
            }
        }

        test("a token that was removed does not come back, though it had not been written yet") {
            val (store, other) = cutOff() to other()
            proxy.value.cut()
            store.put(key, token("login"))
            proxy.value.restore()
            eventually(20.seconds) { store.remove(key) shouldBe true }
            eventually(20.seconds) { store.get(key) shouldBe null }
            other.get(key) shouldBe null
        }

        test("a token that another process has removed is not handed out from memory, once that was seen") {
            listOf<suspend (RedisTokenStore) -> Unit>({ it.remove(key) }, { it.clear() }).forEach { take ->
                val (store, other) = cutOff() to other()
                store.put(key, token("shared"))
                eventually(20.seconds) { store.get(key) shouldBe token("shared") }
                take(other)
                eventually(20.seconds) { store.get(key) shouldBe null }
                proxy.value.cut()
                shouldThrow<StoreException> { store.get(key) }
                proxy.value.restore()
            }
        }

        test("a token that another process has removed does not come back with a refresh that could not be written") {
            val (store, other) = cutOff() to other()
            other.put(key, token("before"))
            eventually(20.seconds) {
                store.withLock(key) {
                    proxy.value.cut()
                    store.put(key, token("bought"))
                    other.remove(key)
                    proxy.value.restore()
                }
            }
            eventually(20.seconds) { told.last() shouldContain "given up: there is a newer one in Redis" }
            eventually(20.seconds) { store.get(key) shouldBe null }
            other.get(key) shouldBe null
            proxy.value.cut()
            shouldThrow<StoreException> { store.get(key) }
        }

        test("a refresh that was refused, as another process has removed the token, is not handed out from memory") {
            val (store, other) = cutOff() to other()
            store.put(key, token("before"))
            eventually(20.seconds) {
                store.get(key) shouldBe token("before")
                store.withLock(key) {
                    other.remove(key)
                    shouldThrow<StoreException> { store.put(key, token("bought")) }.message shouldContain "process has written"
                }
            }
            proxy.value.cut()
            shouldThrow<StoreException> { store.get(key) }
        }
    }
}
