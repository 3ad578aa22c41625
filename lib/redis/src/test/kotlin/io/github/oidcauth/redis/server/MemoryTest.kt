package io.github.oidcauth.redis.server

import io.github.oidcauth.redis.rules.MemoryRules

internal class MemoryTest : MemoryRules({ RedisServer() }) {
    init {
        requiresRedisServer()
    }
}
