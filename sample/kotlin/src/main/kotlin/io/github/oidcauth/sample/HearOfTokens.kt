package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.TokenListener

/**
 * Returns a configuration that notifies of tokens: of each login and refresh, and of each refresh token that the server no
 * longer accepts.
 */
fun listening(
    config: Config,
    say: (String) -> Unit,
): Config {
    val listener = TokenListener { _, token -> say("a token until ${token.expiresAt}") }
        .onRotated { key, _, _ -> say("$key was refreshed") }
        .onRemoved { _, _ -> say("the next login needs a user") }
    return config.newBuilder().listener(listener).build()
}

fun main() {
    println(listening(Config("https://myapp.example.com"), ::println))
}
