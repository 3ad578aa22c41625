package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.authenticate
import io.github.oidcauth.keyring.KeyringTokenStore

/** Keeps tokens in a file that can only be read with the keyring of the logged-in user. */
fun inKeyring(): KeyringTokenStore = KeyringTokenStore.forApp("my-app").build()

suspend fun main(args: Array<String>) {
    val config = Config(args.firstOrNull() ?: "https://myapp.example.com") { store = inKeyring() }
    println("The token expires ${authenticate(config).expiresAt}.")
}
