package io.github.oidcauth.redis.server

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.TestRedis
import io.github.oidcauth.redis.WhenUnreachable
import io.github.oidcauth.testing.TokenStoreCheck
import io.github.oidcauth.testing.TokenStoreContract
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.core.spec.style.FunSpec
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds

/** The contract of every store, and of those that others share, against a Redis. Each check has its own prefix. */
internal abstract class RedisContract(
    open: () -> TestRedis,
    private val configure: RedisTokenStore.Builder.() -> Unit,
    isPossible: (TokenStoreCheck) -> Boolean = { true },
) : FunSpec() {
    private val server = lazy(open)
    private val prefixes = ConcurrentHashMap<RedisTokenStore, String>()

    init {
        afterSpec { if (server.isInitialized()) server.value.close() }
        TokenStoreContract { clock -> store("contract-${prefixes.size}", clock) }
            .sharedBy { store, clock -> store(prefixes.getValue(store), clock) }
            .checks
            .filter(isPossible)
            .forEach { test(it.name) { shouldNotThrowAny { it.verify() } } }
    }

    private fun store(
        prefix: String,
        clock: Clock,
    ): RedisTokenStore =
        RedisTokenStore
            .builder(server.value.url)
            .apply(configure)
            .apply {
                timeout = 20.seconds
                keyPrefix = prefix
                notices = StoreNotices { error("unexpected notice: $it") }
            }.build(clock)
            .also { prefixes[it] = prefix }
}

/** The same, against a `redis-server`. */
internal abstract class RealRedisContract(
    configure: RedisTokenStore.Builder.() -> Unit,
) : RedisContract({ RedisServer() }, configure) {
    init {
        requiresRedisServer()
    }
}

internal class RedisContractTest : RealRedisContract({})

internal class EncryptedContractTest : RealRedisContract({ encryption = cipher }) {
    private companion object {
        val cipher = AesTokenCipher(TokenEncryptionKey.generate())
    }
}

internal class FallbackContractTest : RealRedisContract({ whenUnreachable = WhenUnreachable.USE_MEMORY })
