package io.github.oidcauth.redis

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.redis.rules.EntryRules
import io.github.oidcauth.redis.rules.LockRules
import io.github.oidcauth.redis.rules.MemoryRules
import io.github.oidcauth.redis.server.RedisContract

// What the profile `interop` shows with a real Redis, on any machine.

internal class MockContractTest : RedisContract(::MockRedis, {})

internal class MockEncryptedContractTest : RedisContract(::MockRedis, { encryption = cipher }) {
    private companion object {
        val cipher = AesTokenCipher(TokenEncryptionKey.generate())
    }
}

internal class MockFallbackContractTest : RedisContract(::MockRedis, { whenUnreachable = WhenUnreachable.USE_MEMORY })

internal class MockLocksTest : LockRules(::MockRedis)

internal class MockEntriesTest : EntryRules(::MockRedis, many = 200)

internal class MockMemoryTest : MemoryRules(::MockRedis)
