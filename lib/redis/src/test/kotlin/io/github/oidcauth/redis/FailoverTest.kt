// Tests RedisConnector.
package io.github.oidcauth.redis

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/**
 * A Redis that another has taken the place of: in every build, by doubles. `RefusalTest` and `SentinelTest` show it with real
 * ones.
 */
class FailoverTest : FunSpec({
    val key = TokenKey.of("https://h")

    test("a Redis that has become a replica is left within the same call for the one that has its address now") {
        MockRedis().use { old ->
            MockRedis().use { new ->
                LossyProxy(old.port).use { proxy ->
                    RedisTokenStore(proxy.url) { timeout = 20.seconds }.use { store ->
                        store.put(key, Token("before"))
                        store.withLock(key) {
                            // The connection to the old one stays, and it responds.
                            old.isReplica = true
                            proxy.target = new.port
                            store.put(key, Token("after"))
                        }
                        store.get(key) shouldBe Token("after")
                    }
                    RedisTokenStore(new.url).use { it.get(key) shouldBe Token("after") }
                    RedisTokenStore(old.url).use { it.get(key) shouldBe Token("before") }
                }
            }
        }
    }

    test("a Redis that stays a replica is an error that says so, when the time is over") {
        MockRedis().use { redis ->
            RedisTokenStore(redis.url) { timeout = 500.milliseconds }.use { store ->
                store.get(key) shouldBe null
                redis.isReplica = true
                shouldThrow<StoreException> { store.put(key, Token("a")) }.message shouldContain
                    "is a replica, which cannot be written to. So it was for 500ms."
            }
        }
    }

    test("when sentinels name another, and the old one is a replica, the new one is found within the same call") {
        MockRedis().use { sentinel ->
            MockRedis().use { old ->
                MockRedis().use { new ->
                    sentinel.master = old
                    val url = "redis-sentinel://127.0.0.1:${sentinel.port}?plaintext=allowed&timeout=20#tokens"
                    RedisTokenStore(url).use { store ->
                        store.put(key, Token("before"))
                        store.withLock(key) {
                            old.isReplica = true
                            sentinel.master = new
                            store.put(key, Token("after"))
                        }
                    }
                    RedisTokenStore(new.url).use { it.get(key) shouldBe Token("after") }
                    RedisTokenStore(old.url).use { it.get(key) shouldBe Token("before") }
                }
            }
        }
    }

    test("a name that the sentinel does not know is an error in time") {
        MockRedis().use { sentinel ->
            sentinel.master = sentinel
            RedisTokenStore("redis-sentinel://127.0.0.1:${sentinel.port}?plaintext=allowed&timeout=0.5#other").use { store ->
                shouldThrow<StoreException> { store.get(key) }.message shouldContain "127.0.0.1:${sentinel.port}/0#other"
            }
        }
    }
})
