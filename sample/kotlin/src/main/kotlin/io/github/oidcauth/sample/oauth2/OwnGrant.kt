package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.CustomGrant
import io.github.oidcauth.oauth2.OAuth2Client

/** Uses a grant that the server defines itself, with its own parameters (RFC 6749 §4.5). */
suspend fun tokenForBadge(
    client: OAuth2Client,
    badge: String,
): Token {
    val grant = CustomGrant("urn:example:grant-type:badge") {
        scope("profile")
        parameter("badge", badge)
    }
    return client.token(grant)
}

suspend fun main(args: Array<String>) {
    val client = OAuth2Client.discover("https://login.example.com", "my-door") { clientSecret = System.getenv("CLIENT_SECRET") }
    println(tokenForBadge(client, badge = args.first()).expiresAt)
}
