package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.discover
import io.github.oidcauth.openid.IdTokenSettings
import java.nio.file.Path
import kotlin.io.path.readText

/** What the server knows of who logged in (OpenID Connect Core 1.0 §5.3). A response about somebody else is refused. */
suspend fun greeting(
    client: OAuth2Client,
    token: Token,
): String {
    val user = client.userInfo(token)
    return "Hello ${user.name ?: user.subject}"
}

/** Who an ID token is about that somebody sent: an app its backend, a page its server. Throws unless it is to be trusted. */
suspend fun userOf(
    client: OAuth2Client,
    idToken: String,
): String {
    val user = client.validateIdToken(idToken)
    return user.subject
}

/** The same where the server issues ID tokens for this client and an API at once, and does not say in `azp` for which. */
suspend fun userOfShared(
    issuer: String,
    clientId: String,
    idToken: String,
): String {
    val client = OAuth2Client.discover(issuer, clientId) {
        idToken(IdTokenSettings { trustedAudiences("reports-api") })
    }
    return client.validateIdToken(idToken).subject
}

/** The names of the keys that the server signs with now, fetched anew, as after it told of a change. */
suspend fun keyIds(client: OAuth2Client): List<String?> {
    val keys = client.refreshJwks().keys
    return keys.map { it.keyId }
}

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-tool")
    println(greeting(client, Token.deserialize(Path.of("token.json").readText())))
}
