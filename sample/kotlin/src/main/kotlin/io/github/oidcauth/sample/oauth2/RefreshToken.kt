package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText

/**
 * Obtains a new token without asking the user again (RFC 6749 §6). Store it before anything else: the old refresh token may
 * be invalid.
 */
suspend fun refreshed(
    client: OAuth2Client,
    token: Token,
    keep: (Token) -> Unit,
): Token {
    val fresh = client.token(RefreshTokenGrant(token))
    keep(fresh)
    return fresh
}

suspend fun main() {
    val file = Path.of("token.json")
    val client = OAuth2Client.discover("https://login.example.com", "my-tool")
    val token = Token.deserialize(file.readText())
    println(refreshed(client, token) { file.writeText(it.serialize()) }.expiresAt)
}
