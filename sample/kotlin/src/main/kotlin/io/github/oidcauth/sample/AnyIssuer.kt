package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.authenticate
import kotlin.time.Duration.Companion.minutes

/** Returns a configuration for the client [id] at any standard issuer, which requires that tokens live for two minutes more. */
fun loginAt(
    issuer: String,
    id: String,
): Config =
    Config(issuer) {
        clientId = id
        scope("openid", "profile", "offline_access")
        minTtl = 2.minutes
    }

suspend fun main() {
    val token = authenticate("https://login.example.com") {
        clientId = "my-tool"
        scope("openid", "offline_access")
    }
    println(token.headers) // {Authorization=Bearer …}
}
