// Tests AddressSettings and RedisTokenStoreProvider.
package io.github.oidcauth.redis

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStoreLocation
import io.github.oidcauth.moveTo
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import java.net.InetAddress
import java.net.ServerSocket
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

/**
 * The properties that can be tested without a Redis. The other tests are in the package `server`, which the profile `interop`
 * runs.
 */
@OptIn(DelicateOidcAuthApi::class)
class RedisTokenStoreTest : FunSpec({
    val key = TokenKey.of("https://h")

    /** A port that nobody listens on. */
    fun deadUrl() = "redis://127.0.0.1:${ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }}"

    test("tokens are not moved to where they are, whoever asks and however they are encrypted") {
        RedisTokenStore("redis://Localhost:7777/1").use { store ->
            RedisTokenStore("redis://:secret@localhost:7777/1") {
                encryption = AesTokenCipher(TokenEncryptionKey.generate())
            }.use {
                it.identity shouldBe store.identity
                shouldThrow<StoreException> { store.moveTo(it) }.message shouldContain "in the same place"
                "${it.identity}" shouldNotContain "secret"
            }
            listOf(
                "redis://localhost:7777/2",
                "redis://localhost:7778/1",
                "redis://localhost:7777/1?prefix=other",
            ).forEach { url ->
                RedisTokenStore(url).use { it.identity shouldNotBe store.identity }
            }
        }
    }

    test("nobody responds: an error after the time that is set, and not before") {
        SilentServer().use { server ->
            RedisTokenStore(server.url) { timeout = 300.milliseconds }.use { store ->
                // Loads the classes.
                shouldThrow<StoreException> { store.get(key) }
                listOf<suspend () -> Any?>(
                    { store.get(key) },
                    { store.put(key, Token("a")) },
                    { store.remove(key) },
                    { store.keys() },
                    { store.clear() },
                    { store.withLock(key) { error("inside") } },
                ).forEach { call ->
                    val time = measureTime {
                        shouldThrow<StoreException> { call() }.message shouldContain
                            "has not responded within 300ms"
                    }
                    time shouldBeGreaterThanOrEqualTo 290.milliseconds
                    time shouldBeLessThan 3.seconds
                }
            }
        }
    }

    test("nobody is there: an error that says so, within the time that is set") {
        RedisTokenStore(deadUrl()) { timeout = 300.milliseconds }.use { store ->
            shouldThrow<StoreException> { store.get(key) }
            measureTime {
                shouldThrow<StoreException> { store.get(key) }.message shouldContain "cannot be reached"
            } shouldBeLessThan
                3.seconds
        }
    }

    test("a server that is not a Redis is an error, and its text is not repeated") {
        SilentServer("HTTP/1.1 400 hunter2\r\n\r\n").use { server ->
            RedisTokenStore(server.url) { timeout = 300.milliseconds }.use { store ->
                shouldThrow<StoreException> { store.get(key) }.message shouldNotContain "hunter2"
            }
        }
        SilentServer("-ERR unknown command, with args beginning with: hunter2\r\n").use { server ->
            RedisTokenStore(server.url) {
                timeout = 5.seconds
                password = "hunter2"
            }.use { store ->
                val time = measureTime {
                    shouldThrow<StoreException> { store.get(key) }.stackTraceToString() shouldNotContain
                        "hunter2"
                }
                time shouldBeLessThan 4.seconds
            }
        }
    }

    test("a call that is cancelled ends at once") {
        SilentServer().use { server ->
            RedisTokenStore(server.url) { timeout = 1.minutes }.use { store ->
                coroutineScope {
                    val call = async { store.get(key) }
                    server.awaitRequest()
                    measureTime {
                        call.cancel()
                        shouldThrow<CancellationException> { call.await() }
                    } shouldBeLessThan 5.seconds
                }
            }
        }
    }

    test("a store that is closed is not used any more, and can be closed again") {
        val store = RedisTokenStore(deadUrl())
        store.close()
        store.close()
        shouldThrow<StoreException> { store.get(key) }.message shouldContain "is closed"
    }

    test("closing ends the calls that are under way") {
        SilentServer().use { server ->
            val store = RedisTokenStore(server.url) { timeout = 1.minutes }
            coroutineScope {
                val call = async { runCatching { store.get(key) } }
                server.awaitRequest()
                measureTime {
                    store.close()
                    call.await().exceptionOrNull().shouldBeInstanceOf<StoreException>()
                } shouldBeLessThan 10.seconds
            }
        }
    }

    test("nothing that is printed shows the password") {
        val builder = RedisTokenStore.builder("redis://u:hunter2@localhost/1").password("hunter2")
        "$builder" shouldBe "RedisTokenStore.Builder(redis://u@localhost:6379/1)"
        builder.build().use { "$it" shouldBe "RedisTokenStore(redis://u@localhost:6379/1, oidc-auth)" }
    }

    test("tokens do not travel in the clear to another machine, unless that is allowed by name") {
        val error = shouldThrow<InvalidConfigException> { RedisTokenStore("redis://u:hunter2@tokens.example.com") }
        error.message shouldContain "unencrypted"
        error.message shouldNotContain "hunter2"
        RedisTokenStore("rediss://tokens.example.com").close()
        RedisTokenStore("redis://tokens.example.com") { allowPlainText() }.close()
        RedisTokenStore("redis://tokens.example.com?plaintext=allowed").close()
        shouldThrow<InvalidConfigException> { RedisTokenStore("redis://tokens.example.com?plaintext=yes") }
    }

    test("a user without a password is refused, and would be the user `default` otherwise") {
        shouldThrow<InvalidConfigException> { RedisTokenStore("redis://worker@localhost") }.message shouldContain "no password"
        RedisTokenStore("redis://worker@localhost") { password = "hunter2" }.close()
        RedisTokenStore("redis://localhost").close()
    }

    test("where sentinels lead nobody knows, so that the way there is encrypted, or allowed by name") {
        shouldThrow<InvalidConfigException> { RedisTokenStore("redis-sentinel://localhost#m") }.message shouldContain
            "unencrypted"
        RedisTokenStore("rediss-sentinel://localhost#m").close()
        RedisTokenStore("redis-sentinel://localhost?plaintext=allowed#m").close()
    }

    test("settings stand behind the question mark, and what the program sets goes before them") {
        val builder =
            RedisTokenStore.builder("redis://localhost?prefix=p&timeout=1.5&lease=10&keep=86400&ca=/ca.pem&unreachable=memory")
        builder.keyPrefix shouldBe "p"
        builder.timeout shouldBe 1500.milliseconds
        builder.lease shouldBe 10.seconds
        builder.keepFor shouldBe 1.days
        builder.trustedCertificates.toString() shouldContain "ca.pem"
        builder.whenUnreachable shouldBe WhenUnreachable.USE_MEMORY
        builder.keyPrefix("q").build().use { "$it" shouldContain ", q)" }
    }

    test("settings that cannot work are refused, at their bounds") {
        listOf(
            "timeout=0.009",
            "timeout=60.1",
            "lease=0.09",
            "lease=601",
            "keep=59",
            "timeout=NaN",
            "timeout=x",
            "timeout=1e999",
        ).forEach {
            withClue(it) { shouldThrow<InvalidConfigException> { RedisTokenStore("redis://localhost?$it") } }
        }
        listOf("prefix=", "prefix=%20", "prefix=%C3%BC", "prefix=${"p".repeat(101)}", "unreachable=x", "nonsense=1").forEach {
            withClue(it) { shouldThrow<InvalidConfigException> { RedisTokenStore("redis://localhost?$it") } }
        }
        listOf("timeout=0.01", "timeout=60", "lease=0.1", "lease=600", "keep=60", "prefix=${"p".repeat(100)}").forEach {
            withClue(it) { RedisTokenStore("redis://localhost?$it").close() }
        }
        shouldThrow<InvalidConfigException> { RedisTokenStore("redis://localhost") { lockTimeout = 0.seconds } }
        listOf((-1).milliseconds, 10.minutes + 1.milliseconds).forEach {
            shouldThrow<InvalidConfigException> { RedisTokenStore("redis://localhost") { closeTimeout = it } }
        }
        listOf(0.milliseconds, 10.minutes).forEach { RedisTokenStore("redis://localhost") { closeTimeout = it }.close() }
    }

    test("the address of a store finds this module, and the environment adds password, authorities and key") {
        val environment = mutableMapOf("REDISCLI_AUTH" to "hunter2", "SSL_CERT_FILE" to "/ca.pem")

        fun open(address: String) = TokenStoreLocation(address, environment = environment::get).open()
        open("redis://localhost/2").shouldBeInstanceOf<RedisTokenStore>().use { "$it" shouldContain "localhost:6379/2" }
        open("rediss://tokens.example.com").shouldBeInstanceOf<RedisTokenStore>().close()
        open("rediss-sentinel://a.example.com,b.example.com#m").shouldBeInstanceOf<RedisTokenStore>().close()
        environment["OIDC_TOKEN_STORE_KEY"] = "A".repeat(43) + "="
        open("redis://localhost").shouldBeInstanceOf<RedisTokenStore>().close()
        listOf("hunter2", "A".repeat(42), "A".repeat(44), "A".repeat(43) + ",", "A".repeat(43) + ",hunter2").forEach { key ->
            environment["OIDC_TOKEN_STORE_KEY"] = key
            val error = shouldThrow<InvalidConfigException> { open("redis://localhost") }
            error.message shouldContain "32 bytes in base64"
            error.message shouldNotContain key
        }
    }

    test(
        "a key in the environment can be replaced: older entries are read as long as the old key follows it",
    ) {
        val environment = mutableMapOf<String, String>()
        val (older, newer) = "A".repeat(43) to "B".repeat(42) + "A"
        MockRedis().use { redis ->
            fun open() = TokenStoreLocation(
                redis.url,
                environment = environment::get,
            ).open().shouldBeInstanceOf<RedisTokenStore>()
            environment["OIDC_TOKEN_STORE_KEY"] = older
            open().use { it.put(key, Token("access")) }
            environment["OIDC_TOKEN_STORE_KEY"] = "$newer, $older"
            open().use {
                it.get(key) shouldBe Token("access")
                it.put(key, Token("anew"))
            }
            environment["OIDC_TOKEN_STORE_KEY"] = newer
            open().use { it.get(key) shouldBe Token("anew") }
        }
    }
})
