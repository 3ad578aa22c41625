// Tested by MsalSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.TokenListener
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PasswordGrant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.seconds

/** Returns a client of known endpoints, with a secret. */
fun knownClient(
    authorization: String,
    token: String,
    id: String,
    secret: String,
): OAuth2Client {
    // region M01
    val metadata = ServerMetadata { authorizationEndpoint(authorization).tokenEndpoint(token) }
    return OAuth2Client(metadata, id, secret)
    // endregion
}

/** Returns a client that authenticates with the private key in a file. */
fun clientWithKeyFile(
    tokenEndpoint: String,
    id: String,
    pem: Path,
): OAuth2Client {
    // region M03
    val key = Jwk.fromPem(pem.readText(), JwsAlgorithm.ES256, "service-1")
    return OAuth2Client(tokenEndpoint, id, key)
    // endregion
}

/** Obtains a token of the client itself. */
suspend fun tokenOfClient(client: OAuth2Client): Token {
    // region M04
    return client.token(ClientCredentialsGrant("read write"))
    // endregion
}

/** Obtains a token with a password. */
@OptIn(DelicateOidcAuthApi::class)
suspend fun tokenOfPassword(
    client: OAuth2Client,
    username: String,
    password: String,
): Token {
    // region M05
    val grant = PasswordGrant(username, password) { scope("openid profile").resource("https://myapi.local") }
    return client.token(grant)
    // endregion
}

/** Polls once, by a condition that is true at once. */
suspend fun polledByCondition(
    client: OAuth2Client,
    code: DeviceCode,
): Token? {
    // region M11
    return client.pollingJob(code).await { true }
    // endregion
}

/** Returns a client with a limit for the time of each request. */
fun impatientClient(
    tokenEndpoint: String,
    id: String,
): OAuth2Client {
    // region M14
    return OAuth2Client(tokenEndpoint, id) { requestTimeout = 3.seconds }
    // endregion
}
