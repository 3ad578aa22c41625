package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PasswordGrant

/** Logs in at a server that supports nothing else: this program sees the password, so avoid it (RFC 9700 §2.4). */
@OptIn(DelicateOidcAuthApi::class)
suspend fun tokenForPassword(
    client: OAuth2Client,
    username: String,
    password: String,
): Token {
    val grant = PasswordGrant(username, password) { scope("openid", "profile") }
    return client.token(grant)
}

suspend fun main() {
    val console = checkNotNull(System.console()) { "There is no terminal to ask for a password." }
    val client = OAuth2Client.discover("https://login.example.com", "my-tool")
    val username = console.readLine("User name: ")
    println(tokenForPassword(client, username, String(console.readPassword("Password: "))).expiresAt)
}
