package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.OAuth2Client

/** Begins a login whose parameters the browser can neither see nor change: they are sent to the server beforehand (RFC 9126). */
suspend fun beginPushedLogin(
    client: OAuth2Client,
    redirectUri: String,
): AuthorizationRequest {
    val request = client.authorizationRequest(redirectUri) { scope("openid", "profile") }
    return client.push(request)
}

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-site") { clientSecret = System.getenv("CLIENT_SECRET") }
    println(beginPushedLogin(client, redirectUri = "https://my-site.example.com/callback").url)
}
