package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.github.oidcauth.oauth2.TokenType
import io.github.oidcauth.oauth2.TypedToken

/** Returns a token with which an API that was called with [accessToken] calls another one for the same user (RFC 8693). */
suspend fun tokenForInventory(
    client: OAuth2Client,
    accessToken: String,
): Token {
    val caller = TypedToken.of(accessToken, TokenType.ACCESS_TOKEN)
    return client.token(TokenExchangeGrant(caller) { audience("inventory") })
}

/** Returns the same token, which also names the party that acts for the user: the holder of [actor]. */
suspend fun tokenOnBehalf(
    client: OAuth2Client,
    user: Token,
    actor: Token,
): Token {
    val grant = TokenExchangeGrant(TypedToken.accessToken(user), actor = TypedToken.accessToken(actor))
    return client.token(grant)
}

suspend fun main(args: Array<String>) {
    val client = OAuth2Client.discover("https://login.example.com", "my-api") { clientSecret = System.getenv("CLIENT_SECRET") }
    println(tokenForInventory(client, accessToken = args.first()).expiresAt)
}
