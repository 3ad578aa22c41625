package io.github.oidcauth.redis.server

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.SettableClock
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TokenStoreContract
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.WhenUnreachable
import kotlin.time.Duration.Companion.seconds

/** What every store does, against a real Redis. Each test has a prefix of its own. */
abstract class RedisContract(
    private val configure: RedisTokenStore.Builder.() -> Unit,
) : TokenStoreContract() {
    private val server = lazy { RedisServer() }
    private val stores = mutableListOf<AutoCloseable>()

    init {
        requiresRedisServer()
        afterSpec {
            stores.forEach { it.close() }
            if (server.isInitialized()) server.value.close()
        }
    }

    override fun newStore(clock: SettableClock): TokenStore =
        RedisTokenStore
            .builder(server.value.url)
            .apply(configure)
            .apply {
                timeout = 20.seconds
                keyPrefix = "contract-${stores.size}"
                notices = { error("unexpected notice: $it") }
            }.build(clock)
            .also { stores += it }
}

class RedisContractTest : RedisContract({})

class EncryptedContractTest : RedisContract({ encryption = AesTokenCipher(TokenEncryptionKey.generate()) })

class FallbackContractTest : RedisContract({ whenUnreachable = WhenUnreachable.USE_MEMORY })
