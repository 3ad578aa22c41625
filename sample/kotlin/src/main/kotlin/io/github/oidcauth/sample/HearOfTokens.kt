package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener

/** A program that hears of its tokens: each login and refresh, and each refresh token that the server no longer takes. */
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
