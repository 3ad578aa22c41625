package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.authenticate
import io.github.oidcauth.keyring.KeyringTokenStore

/** Tokens in a file that nobody can read without the keyring of the user who is logged in. */
fun inKeyring(): KeyringTokenStore = KeyringTokenStore.forApp("my-app").build()

suspend fun main(args: Array<String>) {
    val config = Config(args.firstOrNull() ?: "https://myapp.example.com") { store = inKeyring() }
    println("The token expires ${authenticate(config).expiresAt}.")
}
