package com.example.report

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.Config
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.TransportException
import io.github.oidcauth.authenticate
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import kotlin.time.Duration.Companion.minutes

/** Returns a line that says who is logged in at [login]. */
suspend fun loginLine(login: Config): String =
    try {
        val token = authenticate(login)
        "logged in, ${if (token.expiresAt == null) "for ever" else "for a while"}"
    } catch (e: AuthorizationDeniedException) {
        "you said no"
    } catch (e: TimedOutException) {
        "that took too long"
    } catch (e: TransportException) {
        "no network: ${e.fault}"
    } catch (e: AuthException) {
        "something else: ${e.message}"
    }

/** The access token of a service. */
suspend fun serviceToken(
    issuer: String,
    clientId: String,
    secret: String,
): String {
    val client = OAuth2Client.discover(issuer, clientId) { clientSecret = secret }
    return client.token(ClientCredentialsGrant { scope("read") }).accessToken
}

suspend fun main(args: Array<String>) {
    println(
        loginLine(
            Config(args[0]) {
                clientId = "my-tool"
                timeout = 2.minutes
            },
        ),
    )
}
