package io.github.oidcauth.sample

import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.Token

/** Logs in with the browser of this machine, without trying the device flow first. */
suspend fun browserLogin(config: Config): Token = CodeFlow(config).authenticate(force = true)

suspend fun main(args: Array<String>) {
    val config =
        Config(args.firstOrNull() ?: "https://myapp.example.com") {
            redirectPorts = listOf(53_100, 53_101)
        }
    println("Logged in until ${browserLogin(config).expiresAt}")
}
