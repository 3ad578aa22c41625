package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener

/**
 * Returns a configuration that notifies of tokens: of each login and refresh, and of each refresh token that the server no
 * longer accepts.
 */
fun listening(
    config: Config,
    say: (String) -> Unit,
): Config {
    val listener = object : TokenListener {
        override fun tokensObtained(key: TokenKey, token: Token) = say("a token that expires at ${token.expiresAt}")

        override fun refreshTokenRemoved(key: TokenKey, old: Token) = say("the next login needs a user")
    }
    return config.newBuilder().listener(listener).build()
}

fun main() {
    println(listening(Config("https://myapp.example.com"), ::println))
}
