package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client

/** Returns a token of a service for itself, without a user (RFC 6749 §4.4). */
suspend fun serviceToken(
    issuer: String,
    clientId: String,
    secret: String,
): Token {
    val client = OAuth2Client.discover(issuer, clientId, secret)
    return client.token(ClientCredentialsGrant("read"))
}

/** Returns a token for reading, from a server of which only the token endpoint is known. */
suspend fun tokenOfEndpoint(
    tokenEndpoint: String,
    clientId: String,
    secret: String,
): Token {
    val client = OAuth2Client(tokenEndpoint, clientId, secret)
    return client.token(ClientCredentialsGrant("read"))
}

suspend fun main() {
    val token = serviceToken("https://login.example.com", "my-service", System.getenv("CLIENT_SECRET"))
    println(token.headers) // {Authorization=Bearer …}
}
