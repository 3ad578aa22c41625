package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.WrongAccountException
import io.github.oidcauth.authenticate

/** Returns the configuration for one of the accounts of [config]'s user. Each has a token of its own. */
fun asAccount(
    config: Config,
    name: String,
): Config = config.newBuilder().apply { account = name }.build()

/** Returns the token for the account [name], or null, with a message, if another user has logged in. */
suspend fun tokenOf(
    config: Config,
    name: String,
): Token? =
    try {
        authenticate(asAccount(config, name))
    } catch (e: WrongAccountException) {
        System.err.println("Log in as ${e.account}, not as ${e.actualUser}.")
        null
    }

suspend fun main() {
    val config = Config("https://login.example.com") { clientId = "my-tool" }
    for (account in listOf("alice@example.com", "alice.ops@example.com")) {
        println("$account: ${tokenOf(config, account)?.expiresAt}")
    }
}
