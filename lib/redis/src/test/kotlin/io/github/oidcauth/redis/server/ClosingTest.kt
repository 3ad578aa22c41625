package io.github.oidcauth.redis.server

import io.github.oidcauth.redis.rules.ClosingRules

internal class ClosingTest : ClosingRules({ RedisServer() }) {
    init {
        requiresRedisServer()
    }
}
