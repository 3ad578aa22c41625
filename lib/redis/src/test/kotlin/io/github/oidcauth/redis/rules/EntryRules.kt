// Tests EntryWrites and RedisEntries.
package io.github.oidcauth.redis.rules

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.TestRedis
import io.github.oidcauth.testing.SettableClock
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** The entries in Redis. */
internal abstract class EntryRules(
    open: () -> TestRedis,
    many: Int,
) : FunSpec() {
    private val server = lazy(open)
    private val stores = mutableListOf<RedisTokenStore>()
    private val told = CopyOnWriteArrayList<String>()
    private val clock = SettableClock()
    private val key = TokenKey.of("https://h")

    private fun store(configure: RedisTokenStore.Builder.() -> Unit = {}) =
        RedisTokenStore
            .builder(server.value.url)
            .apply {
                timeout = 20.seconds
                notices = StoreNotices { told += it }
                configure()
            }.build(clock)
            .also { stores += it }

    /** Milliseconds that the entry has to live. */
    private fun life() =
        server.value
            .command("PTTL oidc-auth:token:{https://h}")
            .removePrefix(":")
            .toLong()

    init {
        beforeEach {
            server.value.command("FLUSHALL")
            told.clear()
        }
        afterSpec {
            stores.forEach { it.close() }
            if (server.isInitialized()) server.value.close()
        }

        test("Redis drops an entry when it is stale, by the end of the refresh token") {
            store().put(
                key,
                Token("access") {
                    expiresAt = clock.now() + 1.hours
                    refreshToken = "refresh"
                    refreshExpiresAt = clock.now() + 5.hours
                },
            )
            val end = 5.hours - 30.seconds
            life() shouldBeInRange ((end - 20.seconds).inWholeMilliseconds..end.inWholeMilliseconds)
        }

        test("without a known end an entry stays for the time that is set, counted from the last put") {
            store { keepFor = 2.hours }.put(key, Token("access"))
            server.value.command("PEXPIRE oidc-auth:token:{https://h} 60000") shouldBe ":1"
            store { keepFor = 2.hours }.put(key, Token("access"))
            life() shouldBeInRange ((2.hours - 20.seconds).inWholeMilliseconds..2.hours.inWholeMilliseconds)
        }

        test("a token that is stale when it is put replaces what was there by nothing") {
            val store = store()
            store.put(key, Token("before"))
            store.put(key, Token("stale") { expiresAt = clock.now() + 30.seconds })
            server.value.command("EXISTS oidc-auth:token:{https://h}") shouldBe ":0"
        }

        test("nothing in Redis stays for ever") {
            val store = store()
            store.withLock(key) {
                store.put(key, Token("access"))
                listOf("token", "lease", "fence").forEach {
                    val life = server.value.command("PTTL oidc-auth:$it:{https://h}").removePrefix(":").toLong()
                    life shouldBeInRange 1L..(90 * 24).hours.inWholeMilliseconds
                }
            }
        }

        test("an entry says when it was stored") {
            val store = store()
            store.put(key, Token("access"))
            store.entries().single().storedAt shouldBe clock.now()
        }

        test("an encrypted entry shows no secret, and one in the clear is not believed") {
            val cipher = AesTokenCipher(TokenEncryptionKey.generate())
            val secret = Token("secret-access") { refreshToken = "secret-refresh" }
            val store = store { encryption = cipher }
            store.put(key, secret)
            server.value.command("GET oidc-auth:token:{https://h}") shouldNotContain "secret"
            store { encryption = cipher }.get(key) shouldBe secret
            store().put(key, Token("planted"))
            store.get(key) shouldBe null
            told.single() shouldContain "is not encrypted"
        }

        test("an entry that was moved to another key is not used there") {
            val store = store { encryption = AesTokenCipher(TokenEncryptionKey.generate()) }
            store.put(key, Token("access"))
            server.value.command("RENAME oidc-auth:token:{https://h} oidc-auth:token:{https://other}") shouldBe "+OK"
            store.get(TokenKey.of("https://other")) shouldBe null
            store.keys().shouldBeEmpty()
            told shouldHaveSize 1
        }

        test("a damaged, too long or wrongly typed value costs one entry, is reported once and can be replaced") {
            val store = store()
            store.put(TokenKey.of("https://good"), Token("good"))
            server.value.command("SET oidc-auth:token:{https://damaged} hunter2") shouldBe "+OK"
            server.value.command("LPUSH oidc-auth:token:{https://list} hunter2") shouldBe ":1"
            server.value.command("EVAL \"return redis.call('SET','oidc-auth:token:{https://long}',string.rep('x',2000000))\" 0")
            repeat(2) {
                store.keys() shouldBe setOf(TokenKey.of("https://good"))
                listOf("damaged", "list", "long").forEach { store.get(TokenKey.of("https://$it")) shouldBe null }
            }
            told shouldHaveSize 3
            told.forEach { it shouldNotContain "hunter2" }
            listOf("damaged", "list", "long").forEach { store.put(TokenKey.of("https://$it"), Token("new")) }
            store.keys() shouldHaveSize 4
        }

        test("an entry whose name is no text is told of, hides no other, and is gone when all are cleared") {
            val store = store()
            store.put(key, Token("good"))
            val before = "oidc-auth:token:{https://".encodeToByteArray()
            val end = "}".encodeToByteArray()
            val names = listOf(
                byteArrayOf(0x61, -1, -2),
                byteArrayOf(0xC3.toByte(), 0x28),
                byteArrayOf(0xED.toByte(), 0xA0.toByte()),
            )
                .map { before + it + end }
            val text = server.value.command("GET oidc-auth:token:{https://h}").encodeToByteArray()
            names.forEach { server.value.command(listOf("SET".encodeToByteArray(), it, text)) shouldBe "+OK" }
            store.keys() shouldBe setOf(key)
            told shouldHaveSize 3
            told.forEach { it shouldContain "has a name that is no text" }
            store.clear()
            names.forEach { server.value.command(listOf("EXISTS".encodeToByteArray(), it)) shouldBe ":0" }
            store.keys().shouldBeEmpty()
        }

        test(
            "entries with unusual names (surrogates, empty, very long) are distinguished, listed, locked, removed and cleared",
        ) {
            val store = store()
            val odd = listOf("\ud800", "\udfff", "?", "\ufffd", "", "x".repeat(100_000), "}", "{", "*").map(TokenKey::of)
            odd.forEachIndexed { i, it -> store.put(it, Token("t$i")) }
            odd.forEachIndexed { i, it -> store.get(it) shouldBe Token("t$i") }
            store.keys() shouldBe odd.toSet()
            odd.take(3).forEach { key -> store.withLock(key) { store.put(key, Token("locked")) } }
            odd.forEach { store.remove(it) shouldBe true }
            store.keys().shouldBeEmpty()
            odd.forEach { store.put(it, Token("again")) }
            store.clear()
            server.value.command("KEYS oidc-auth:token:*") shouldBe "*0"
        }

        test("only the entry that was read is removed or replaced") {
            val store = store()
            val (a, b) = Token("a") to Token("b")
            store.remove(key, null) shouldBe false
            store.remove(key, a) shouldBe false
            store.replace(key, a, b) shouldBe false
            store.get(key) shouldBe null
            store.put(key, a)
            store.remove(key, null) shouldBe false
            store.remove(key, b) shouldBe false
            store.replace(key, b, a) shouldBe false
            store.replace(key, a, b) shouldBe true
            store.get(key) shouldBe b
            store.withLock(key) { store.replace(key, b, a) } shouldBe true
            store.remove(key, a) shouldBe true
            store.get(key) shouldBe null
        }

        test("a damaged, too long or wrongly typed value is removed as unseen, and cleared if it is the only one") {
            val store = store()
            val odd = listOf("damaged", "list", "long").map { TokenKey.of("https://$it") }

            fun spoil() {
                server.value.command("SET oidc-auth:token:{https://damaged} hunter2")
                server.value.command("LPUSH oidc-auth:token:{https://list} hunter2")
                server.value.command(
                    "EVAL \"return redis.call('SET','oidc-auth:token:{https://long}',string.rep('x',2000000))\" 0",
                )
            }
            spoil()
            odd.forEach {
                store.remove(it, Token("a")) shouldBe false
                store.remove(it, null) shouldBe true
                store.remove(it, null) shouldBe false
            }
            spoil()
            store.put(key, Token("good"))
            store.removeUnreadable()
            server.value.command("EXISTS oidc-auth:token:{https://damaged}") shouldBe ":1"
            store.remove(key) shouldBe true
            store.removeUnreadable()
            server.value.command("KEYS oidc-auth:token:*") shouldBe "*0"
        }

        test("no token is lost that is put while others remove, replace and clear what they have seen") {
            val stores = List(4) { store() }
            repeat(30) { round ->
                val (old, new) = Token("old$round") to Token("new$round")
                stores[0].put(key, old)
                coroutineScope {
                    listOf<suspend () -> Any>(
                        { stores[0].put(key, new) },
                        { stores[1].remove(key, old) },
                        { stores[2].replace(key, old, Token("replaced$round")) },
                        { stores[3].removeUnreadable() },
                    ).shuffled().map { async(Dispatchers.Default) { it() } }.awaitAll()
                }
                stores[0].get(key) shouldBe new
            }
        }

        test("stores with different prefixes do not see each other, and clear leaves what is not theirs") {
            val (first, second) = store { keyPrefix = "a" } to store { keyPrefix = "a*" }
            first.put(key, Token("first"))
            second.put(key, Token("second"))
            server.value.command("SET foreign value")
            second.clear()
            second.keys().shouldBeEmpty()
            first.get(key) shouldBe Token("first")
            server.value.command("GET foreign") shouldBe "value"
        }

        test("$many entries are listed, and cleared") {
            val store = store()
            repeat(many) { store.put(TokenKey.of("https://h$it"), Token("access$it")) }
            store.entries() shouldHaveSize many
            store.clear()
            store.keys().shouldBeEmpty()
        }

        test("a lease is short-lived by the server's clock, whatever that of this machine says") {
            clock += (24 * 365).hours
            val store = store { lease = 400.milliseconds }
            store.withLock(key) { store.put(key, Token("access")) }
            store.get(key) shouldBe Token("access")
        }

        test("a name that somebody else has chosen cannot speak to the terminal") {
            server.value.command("SET oidc-auth:token:{https://\u001b[2J\u202e} damaged") shouldBe "+OK"
            store().entries().shouldBeEmpty()
            told.single() shouldNotContain "\u001b"
            told.single() shouldNotContain "\u202e"
        }
    }
}
