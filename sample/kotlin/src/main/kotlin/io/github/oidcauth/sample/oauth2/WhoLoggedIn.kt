package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.openid.IdTokenSettings
import java.nio.file.Path
import kotlin.io.path.readText

/** Returns the server's claims about the user (OpenID Connect Core 1.0 §5.3). A response about another user is refused. */
suspend fun greeting(
    client: OAuth2Client,
    token: Token,
): String {
    val user = client.userInfo(token)
    return "Hello ${user.name ?: user.subject}"
}

/**
 * Returns the user of an ID token that another program sent: an app to its backend, a page to its server. Throws unless the
 * token is valid.
 */
suspend fun userOf(
    client: OAuth2Client,
    idToken: String,
): String {
    val user = client.validateIdToken(idToken)
    return user.subject
}

/** Returns the user of an ID token that the server issues for this client and an API at once, without `azp`. */
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

/** Returns the names of the server's signing keys, fetched now, for example after it announced a change. */
suspend fun keyIds(client: OAuth2Client): List<String?> {
    val keys = client.refreshJwks().keys
    return keys.map { it.keyId }
}

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-tool")
    println(greeting(client, Token.deserialize(Path.of("token.json").readText())))
}
