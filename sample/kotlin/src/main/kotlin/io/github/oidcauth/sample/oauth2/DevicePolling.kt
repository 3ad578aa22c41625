package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client

/** Logs in with a code, on any device of the user (RFC 8628). The job keeps the interval that the server sets. */
suspend fun deviceToken(
    issuer: String,
    clientId: String,
    show: (page: String, userCode: String) -> Unit,
): Token {
    val client = OAuth2Client.discover(issuer, clientId)
    val code = client.deviceAuthorization { scope("openid", "profile") }
    show(code.uri, code.userCode)
    return client.pollingJob(code).await()
}

suspend fun main() {
    val token = deviceToken("https://login.example.com", "my-television") { page, userCode ->
        println("Open $page and enter $userCode")
    }
    println(token.expiresAt)
}
