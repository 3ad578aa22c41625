package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import java.nio.file.Path
import kotlin.io.path.readText

/**
 * Shows the exceptions for OAuth errors: one class for each `error` code that a specification registers, [OAuthException] for
 * all of them (RFC 6749 §5.2).
 */
suspend fun refreshOrReason(
    client: OAuth2Client,
    token: Token,
): String =
    try {
        "good until ${client.token(RefreshTokenGrant(token)).expiresAt}"
    } catch (e: InvalidGrantException) {
        "log in again"
    } catch (e: InvalidClientException) {
        "this program is not known there, or its secret is wrong"
    } catch (e: OAuthException) {
        "the server refused: ${e.error}, ${e.errorDescription}"
    } catch (e: InvalidResponseException) {
        "that was no response to believe: ${e.message}"
    } catch (e: TransportException) {
        "no response: ${e.fault}" // the server may have refreshed all the same
    } catch (e: AuthException) {
        "something else: ${e.message}"
    }

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-tool")
    val token = Token.deserialize(Path.of("token.json").readText())
    println(refreshOrReason(client, token))
}
