package io.github.oidcauth.redis.server

import io.github.oidcauth.redis.rules.EntryRules

internal class EntriesTest : EntryRules({ RedisServer() }, many = 10_000) {
    init {
        requiresRedisServer()
    }
}
