package io.github.oidcauth.redis

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.redis.rules.ClosingRules
import io.github.oidcauth.redis.rules.EntryRules
import io.github.oidcauth.redis.rules.LockRules
import io.github.oidcauth.redis.rules.MemoryRules
import io.github.oidcauth.redis.rules.PromptRules
import io.github.oidcauth.redis.rules.TlsRules
import io.github.oidcauth.redis.server.RedisContract

// The tests of the profile `interop` with a real Redis, on any machine.

/** But for line ends, which the patterns of this Redis' SCAN do not match. */
internal abstract class MockContract(
    configure: RedisTokenStore.Builder.() -> Unit,
) : RedisContract(::MockRedis, configure, { "line end" !in it.name })

internal class MockContractTest : MockContract({})

internal class MockEncryptedContractTest : MockContract({ encryption = cipher }) {
    private companion object {
        val cipher = AesTokenCipher(TokenEncryptionKey.generate())
    }
}

internal class MockFallbackContractTest : MockContract({ whenUnreachable = WhenUnreachable.USE_MEMORY })

internal class MockClosingTest : ClosingRules(::MockRedis)

internal class MockLocksTest : LockRules(::MockRedis)

internal class MockPromptsTest : PromptRules(::MockRedis)

internal class MockEntriesTest : EntryRules(::MockRedis, many = 200)

internal class MockMemoryTest : MemoryRules(::MockRedis)

internal class MockTlsTest : TlsRules({ TlsFront(it.context, MockRedis()) })
