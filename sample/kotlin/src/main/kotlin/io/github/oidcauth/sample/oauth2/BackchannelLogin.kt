package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.OAuth2Client

/** Logs in a user on their telephone (CIBA Core 1.0). Both devices show [message], so that the user can compare. */
suspend fun tokenByTelephone(
    client: OAuth2Client,
    user: String,
    message: String,
): Token {
    val request = BackchannelAuthenticationRequest.loginHint(user).bindingMessage(message).build()
    val login = client.backchannelAuthentication(request)
    return client.pollingJob(login).await()
}

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-desk") { clientSecret = System.getenv("CLIENT_SECRET") }
    println("Compare the code on your telephone: W4SCT")
    println(tokenByTelephone(client, user = "alice@example.com", message = "W4SCT").expiresAt)
}
