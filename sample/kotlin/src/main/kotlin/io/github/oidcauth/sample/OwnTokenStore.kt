package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.authenticate
import java.nio.file.Path

/** Keeps tokens in a file of your choice, shared with every process that names the same file. */
fun inFile(host: String): Config = Config(host) { store = FileTokenStore(Path.of("tokens.json")) }

/** Keeps tokens in memory: the login lasts as long as the process. */
fun inMemory(host: String): Config = Config(host) { store = InMemoryTokenStore() }

suspend fun main(args: Array<String>) {
    val config = inMemory(args.firstOrNull() ?: "https://myapp.example.com")
    authenticate(config)
    authenticate(config) // from the store: no request, no question
}
