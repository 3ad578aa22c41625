package io.github.oidcauth.sample

import io.github.oidcauth.ClearOptions
import io.github.oidcauth.TokenManager
import io.github.oidcauth.oauth2.ClientConfig

/**
 * Revokes all tokens of a store, of offline sessions or others, and removes them. Returns those that could not be removed,
 * and the reasons.
 */
suspend fun logOutOfEverything(manager: TokenManager): List<String> {
    val outcomes = manager.clearAll(ClearOptions { revokeOnline = true })
    return outcomes.filterNot { it.isRemoved }.map { "${it.entry.key} could not be revoked: ${it.failure?.message}" }
}

suspend fun main() {
    val manager = TokenManager {
        client("https://login.example.com", ClientConfig("my-tool") { clientSecret = System.getenv("CLIENT_SECRET") })
    }
    manager.list().forEach { println(it) }
    logOutOfEverything(manager).forEach { println(it) }
}
