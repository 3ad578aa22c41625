package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.discover

/** A login by code, on any device of the person (RFC 8628). The job keeps to the pace that the server sets. */
suspend fun deviceToken(
    client: OAuth2Client,
    show: (DeviceCode) -> Unit,
): Token {
    val code = client.deviceAuthorization { scope("openid", "offline_access") }
    show(code)
    return client.pollingJob(code).await()
}

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-television")
    println(deviceToken(client) { println("Open ${it.verificationUri} and enter ${it.userCode}") }.expiresAt)
}
