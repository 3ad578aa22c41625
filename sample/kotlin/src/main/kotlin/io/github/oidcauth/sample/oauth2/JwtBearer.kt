package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.JwtBearerGrant
import io.github.oidcauth.oauth2.OAuth2Client

/** Exchanges a JWT that identifies the user, from an issuer that the server trusts (RFC 7523 §2.1). */
suspend fun tokenForJwt(
    client: OAuth2Client,
    assertion: String,
): Token {
    return client.token(JwtBearerGrant(assertion, "profile"))
}

suspend fun main(args: Array<String>) {
    val client = OAuth2Client.discover("https://login.example.com", "my-portal") { clientSecret = System.getenv("CLIENT_SECRET") }
    println(tokenForJwt(client, assertion = args.first()).expiresAt)
}
