package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.discover

/** Returns a token of a service for itself, without a user (RFC 6749 §4.4). */
suspend fun serviceToken(
    issuer: String,
    clientId: String,
    secret: String,
): Token {
    val client = OAuth2Client.discover(issuer, clientId) { clientSecret = secret }
    return client.token(ClientCredentialsGrant { scope("read") })
}

suspend fun main() {
    val token = serviceToken("https://login.example.com", "my-service", System.getenv("CLIENT_SECRET"))
    println(token.headers) // {Authorization=Bearer …}
}
