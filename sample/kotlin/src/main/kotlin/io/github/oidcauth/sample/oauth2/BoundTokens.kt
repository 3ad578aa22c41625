package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ProtectedRequest

/** Returns a client whose tokens are bound to keys that it makes (RFC 9449): a stolen token is useless. */
suspend fun clientWithBoundTokens(
    issuer: String,
    clientId: String,
    secret: String,
): OAuth2Client =
    OAuth2Client.discover(issuer, clientId) {
        clientSecret = secret
        dpop = DPoP.perToken()
    }

/** Calls an API with [token], and with a proof if the token is bound. Every status except success is an exception here. */
suspend fun callApi(
    client: OAuth2Client,
    token: Token,
    url: String,
): String {
    val response = client.request(token, ProtectedRequest(url))
    return response.orThrow().body
}

suspend fun main() {
    val client = clientWithBoundTokens("https://login.example.com", "my-service", System.getenv("CLIENT_SECRET"))
    val token = client.token(ClientCredentialsGrant { scope("read") })
    println(callApi(client, token, "https://api.example.com/notes"))
}
