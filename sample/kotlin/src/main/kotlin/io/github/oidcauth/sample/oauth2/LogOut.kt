package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.openid.LogoutRequest
import java.nio.file.Path
import kotlin.io.path.readText

/** Revokes [token], and returns a page to open in the user's browser, which logs them out of the server and leads [back]. */
suspend fun logout(
    client: OAuth2Client,
    token: Token,
    back: String,
): LogoutRequest {
    client.revoke(token)
    return client.logoutRequest {
        idTokenHint(token)
        postLogoutRedirectUri(back)
    }
}

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-site")
    val token = Token.deserialize(Path.of("token.json").readText())
    println("Open ${logout(client, token, back = "https://my-site.example.com/bye").url}")
}
