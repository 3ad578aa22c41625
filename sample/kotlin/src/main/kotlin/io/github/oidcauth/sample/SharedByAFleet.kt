package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.authenticate
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.WhenUnreachable

/** Keeps tokens that processes on many machines share. If Redis is unavailable for a while, a valid token can still be used. */
fun inRedis(url: String): RedisTokenStore =
    RedisTokenStore(url) {
        whenUnreachable = WhenUnreachable.USE_MEMORY
    }

suspend fun main(args: Array<String>) {
    inRedis(args.getOrNull(1) ?: "redis://localhost").use {
        val config = Config(args.firstOrNull() ?: "https://myapp.example.com") { store = it }
        println("The token expires ${authenticate(config).expiresAt}.")
    }
}
