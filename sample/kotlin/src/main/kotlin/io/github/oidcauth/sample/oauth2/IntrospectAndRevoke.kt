package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client

/** Returns true if a token that came with a request has [scope], according to its server (RFC 7662). */
suspend fun isGoodFor(
    client: OAuth2Client,
    accessToken: String,
    scope: String,
): Boolean {
    val response = client.introspect(accessToken)
    return response.active && scope in response.scopes
}

/** Returns true if [accessToken] is active, according to the one of the trusted [clients] whose server it names as its issuer. */
suspend fun isActive(
    clients: List<OAuth2Client>,
    accessToken: String,
): Boolean {
    val client = OAuth2Client.byIssuerOf(accessToken, clients) ?: return false
    return client.introspect(accessToken).active
}

/** Revokes [token], and all tokens that were issued with its refresh token (RFC 7009). */
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
