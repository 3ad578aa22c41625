package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.discover

/** Whether a token that came with a request is good for [scope], as its server says (RFC 7662). */
suspend fun isGoodFor(
    client: OAuth2Client,
    accessToken: String,
    scope: String,
): Boolean {
    val response = client.introspect(accessToken)
    return response.active && scope in response.scopes
}

/** Ends [token], and all that was issued with its refresh token (RFC 7009). */
suspend fun forget(
    client: OAuth2Client,
    token: Token,
) {
    client.revoke(token)
}

suspend fun main(args: Array<String>) {
    val client = OAuth2Client.discover("https://login.example.com", "my-api") { clientSecret = System.getenv("CLIENT_SECRET") }
    println(isGoodFor(client, accessToken = args.first(), scope = "read"))
}
